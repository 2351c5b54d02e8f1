package io.earwitness.captioner.window;

import java.time.Duration;

/**
 * How long window assembly waits, counted in the feed's own samples, and what it takes for a gap.
 *
 * @param reorderTolerance a window's missing samples are given up when samples more than this
 *     beyond its end have come
 * @param joinsSessions whether a session may have been under way for long when its first chunk is
 *     read: what came before is no gap then, and no window is closed for it
 */
public record AssemblyLimits(Duration reorderTolerance, boolean joinsSessions) {
  public static final Duration LONGEST_TOLERANCE = Duration.ofMinutes(10);

  public static final AssemblyLimits DEFAULT = new AssemblyLimits(Duration.ofSeconds(2));

  /** Limits of a reader who was there when each session began. */
  public AssemblyLimits(Duration reorderTolerance) {
    this(reorderTolerance, false);
  }

  public AssemblyLimits {
    if (reorderTolerance.isNegative() || reorderTolerance.compareTo(LONGEST_TOLERANCE) > 0) {
      throw new IllegalArgumentException(
          "a reorder tolerance of %s is outside 0 to %s"
              .formatted(reorderTolerance, LONGEST_TOLERANCE));
    }
  }
}
