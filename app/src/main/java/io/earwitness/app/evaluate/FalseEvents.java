package io.earwitness.app.evaluate;

import java.util.Map;

/**
 * Sound events raised on a feed on which none of them happened.
 *
 * @param feed what the feed carries
 * @param hours of sound
 * @param byLabel events that were raised, by label
 */
public record FalseEvents(String feed, double hours, Map<String, Integer> byLabel) {
  public FalseEvents {
    byLabel = Map.copyOf(byLabel);
  }

  int count() {
    return byLabel.values().stream().mapToInt(Integer::intValue).sum();
  }

  double perHour() {
    return count() / hours;
  }
}
