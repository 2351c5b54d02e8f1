package io.earwitness.captioner.sound;

/**
 * Two thresholds for one sound, so that a score that wavers about one of them makes one event
 * instead of many.
 *
 * @param start an event has at least one span with this score, 0 to 1
 * @param keep a span with at least this score belongs to an event, 0 to {@code start}
 */
public record Hysteresis(double start, double keep) {
  public Hysteresis {
    if (!(start >= 0 && start <= 1)) {
      throw new IllegalArgumentException("start threshold = %s is outside 0 to 1".formatted(start));
    }
    if (!(keep >= 0 && keep <= start)) {
      throw new IllegalArgumentException(
          "keep threshold = %s is outside 0 to the start threshold, %s".formatted(keep, start));
    }
  }
}
