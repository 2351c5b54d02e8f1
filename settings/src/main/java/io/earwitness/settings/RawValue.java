package io.earwitness.settings;

/**
 * A value as someone wrote it.
 *
 * @param origin where, for people: {@code earwitness.yaml:12}, {@code EARWITNESS_WINDOW_HOP}
 */
record RawValue(String text, String origin) {}
