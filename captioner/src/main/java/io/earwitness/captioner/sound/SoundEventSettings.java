package io.earwitness.captioner.sound;

import java.time.Duration;
import java.util.Map;

/**
 * What makes a sound event.
 *
 * @param thresholds for labels without their own
 * @param byLabel thresholds of single labels
 * @param minimumDuration from begin to end; what is shorter is no event
 * @param maximumGap two spans that are at most this far apart belong to one event
 * @param idleTimeout wall-clock time without a caption after which a feed's events end
 * @param closingGrace wall-clock time after the caption that closed a session, in which another of
 *     its windows may still come, before its events end
 */
public record SoundEventSettings(
    Hysteresis thresholds,
    Map<String, Hysteresis> byLabel,
    Duration minimumDuration,
    Duration maximumGap,
    Duration idleTimeout,
    Duration closingGrace) {

  public static final SoundEventSettings DEFAULT =
      new SoundEventSettings(
          new Hysteresis(0.5, 0.35),
          Map.of(),
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2));

  public SoundEventSettings {
    byLabel = Map.copyOf(byLabel);
    requireNotNegative("minimumDuration", minimumDuration);
    requireNotNegative("maximumGap", maximumGap);
    requireNotNegative("closingGrace", closingGrace);
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("idleTimeout = %s is not positive".formatted(idleTimeout));
    }
  }

  /** The thresholds of {@code label}. */
  public Hysteresis thresholdsOf(String label) {
    return byLabel.getOrDefault(label, thresholds);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("%s = %s is negative".formatted(name, value));
    }
  }
}
