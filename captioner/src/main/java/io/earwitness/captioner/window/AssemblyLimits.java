package io.earwitness.captioner.window;

import java.time.Duration;

/**
 * How long window assembly waits, counted in the feed's own samples.
 *
 * @param reorderTolerance a window's missing samples are given up when samples more than this
 *     beyond its end have come
 */
public record AssemblyLimits(Duration reorderTolerance) {
  public static final Duration LONGEST_TOLERANCE = Duration.ofMinutes(10);

  public static final AssemblyLimits DEFAULT = new AssemblyLimits(Duration.ofSeconds(2));

  public AssemblyLimits {
    if (reorderTolerance.isNegative() || reorderTolerance.compareTo(LONGEST_TOLERANCE) > 0) {
      throw new IllegalArgumentException(
          "a reorder tolerance of %s is outside 0 to %s"
              .formatted(reorderTolerance, LONGEST_TOLERANCE));
    }
  }
}
