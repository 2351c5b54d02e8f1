package io.earwitness.captioner.overload;

import io.earwitness.captioner.caption.Effort;
import java.time.Duration;

/**
 * What is to be done with a window.
 *
 * @param step that its feed is at
 * @param leftOut whether it gets no caption
 * @param lag for how long it has waited
 */
public record Treatment(OverloadStep step, boolean leftOut, Duration lag) {

  /** With how much effort it is captioned. */
  public Effort effort() {
    return step == OverloadStep.NONE ? Effort.FULL : Effort.LEAST;
  }
}
