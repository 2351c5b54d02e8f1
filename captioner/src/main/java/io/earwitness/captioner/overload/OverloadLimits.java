package io.earwitness.captioner.overload;

import io.earwitness.captioner.rule.FeedGlob;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * When to give up what. The first step is taken when a window has waited for {@code lag}, the
 * second one at twice that, the third at three times; each is taken back half a {@code lag} below.
 * Feeds of high priority begin where the others have taken their last step.
 *
 * @param furthest step that may be taken
 * @param lag above 0
 * @param highPriority names of feeds, or globs ({@link FeedGlob})
 */
public record OverloadLimits(OverloadStep furthest, Duration lag, List<String> highPriority)
    implements Serializable {
  /** Never gives up anything. */
  public static final OverloadLimits OFF =
      new OverloadLimits(OverloadStep.NONE, Duration.ofSeconds(1), List.of());

  /**
   * @throws IllegalArgumentException if {@code lag} is not above 0, or a glob can't be read
   */
  public OverloadLimits {
    highPriority = List.copyOf(highPriority);
    highPriority.forEach(FeedGlob::compile);
    if (lag.isNegative() || lag.isZero()) {
      throw new IllegalArgumentException("a lag of %s is not above 0".formatted(lag));
    }
  }

  /** From which lag on a step is taken. */
  Duration takenAt(OverloadStep step, boolean highPriority) {
    int before = highPriority ? furthest.ordinal() : 0;
    return lag.multipliedBy(before + step.ordinal());
  }

  /** Below which lag it is taken back. */
  Duration takenBackBelow(OverloadStep step, boolean highPriority) {
    return takenAt(step, highPriority).minus(lag.dividedBy(2));
  }
}
