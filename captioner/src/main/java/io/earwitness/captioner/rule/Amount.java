package io.earwitness.captioner.rule;

import java.time.Duration;
import java.util.Optional;

/**
 * How much it takes for a rule to fire.
 *
 * @param minimumDuration how long it must last
 * @param times how often it must occur …
 * @param within … within this span, from the begin of the first to the begin of the last
 * @param incidentGroup the feed label whose value names the group of feeds that share one incident;
 *     empty for an incident per feed
 * @param incidentWithin how far apart in time feeds of a group may be for one incident
 */
public record Amount(
    Duration minimumDuration,
    int times,
    Duration within,
    Optional<String> incidentGroup,
    Duration incidentWithin) {

  /** Once, however short, on one feed. */
  public static final Amount ONCE =
      new Amount(Duration.ZERO, 1, Duration.ZERO, Optional.empty(), Duration.ZERO);

  String spelled() {
    return "%s %d %s %s %s"
        .formatted(minimumDuration, times, within, incidentGroup.orElse(""), incidentWithin);
  }
}
