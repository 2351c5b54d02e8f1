package io.earwitness.flink.caption;

import io.earwitness.captioner.overload.OverloadStep;
import io.earwitness.captioner.overload.Treatment;
import io.earwitness.captioner.window.WindowPlan;
import java.time.Instant;

/**
 * A window, and what was given up with it so that captions come in time.
 *
 * @param at event time of {@code firstSample}
 * @param lagMillis for how long the window had waited
 */
public record TreatedWindow(
    String sessionId,
    long windowIndex,
    long firstSample,
    long endSample,
    Instant at,
    OverloadStep step,
    boolean leftOut,
    long lagMillis) {

  static TreatedWindow of(WindowPlan plan, Treatment treatment) {
    return new TreatedWindow(
        plan.sessionId(),
        plan.windowIndex(),
        plan.firstSample(),
        plan.endSample(),
        plan.begin(),
        treatment.step(),
        treatment.leftOut(),
        treatment.lag().toMillis());
  }
}
