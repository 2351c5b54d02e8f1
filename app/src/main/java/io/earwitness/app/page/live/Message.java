package io.earwitness.app.page.live;

/**
 * One thing that open pages are told.
 *
 * @param number 1, 2, 3, … of those that are told again to who missed them; 0 for what is of the
 *     moment only
 * @param kind the event's name on the wire
 * @param json the event itself
 */
record Message(long number, String kind, String json) {
  boolean lasting() {
    return number > 0;
  }
}
