package io.earwitness.captioner.health;

import java.time.Duration;

/**
 * When a feed is not well.
 *
 * @param stalledAfter wall-clock time without a caption
 * @param missingShare from which on a window counts as stuttering, 0 to 1
 * @param quietBelowHabitDb so many decibels below its habit a feed is quiet
 * @param quietFor how long it must be quiet to be silent
 */
public record HealthSettings(
    Duration stalledAfter, double missingShare, double quietBelowHabitDb, Duration quietFor) {
  public static final HealthSettings DEFAULT =
      new HealthSettings(Duration.ofSeconds(30), 0.05, 25, Duration.ofMinutes(1));
}
