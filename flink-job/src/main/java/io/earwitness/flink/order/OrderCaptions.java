package io.earwitness.flink.order;

import io.earwitness.captioner.overload.OverloadStep;
import io.earwitness.flink.Outputs;
import io.earwitness.flink.caption.CaptionOutcome;
import io.earwitness.flink.caption.TreatedWindow;
import io.earwitness.flink.write.OutgoingEvent;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Puts each feed's outcomes back into the order of its windows: one that comes early waits for
 * those before it. Feeds don't wait for each other. Tells in the same order what was given up on
 * the way.
 */
public final class OrderCaptions
    extends KeyedProcessFunction<String, CaptionOutcome, OutgoingEvent> {
  private static final long serialVersionUID = 1L;

  /** Dead letters that stand for windows. */
  public static final OutputTag<OutgoingEvent> FAILED =
      new OutputTag<>("failed-windows", TypeInformation.of(OutgoingEvent.class));

  private transient ValueState<Long> next;
  private transient MapState<Long, CaptionOutcome> early;
  private transient ValueState<OverloadStep> step;
  private transient Clock clock;

  @Override
  public void open(OpenContext context) {
    clock = Clock.systemUTC();
    step =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("overload-step", Types.ENUM(OverloadStep.class)));
    next = getRuntimeContext().getState(new ValueStateDescriptor<>("next-window", Types.LONG));
    early =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "early-outcomes", Types.LONG, Types.POJO(CaptionOutcome.class)));
  }

  @Override
  public void processElement(CaptionOutcome outcome, Context context, Collector<OutgoingEvent> out)
      throws Exception {
    long expected = next.value() == null ? 0 : next.value();
    if (outcome.windowSequence() != expected) {
      early.put(outcome.windowSequence(), outcome);
      return;
    }
    CaptionOutcome due = outcome;
    while (due != null) {
      send(due, context, out);
      expected++;
      due = early.get(expected);
      early.remove(expected);
    }
    next.update(expected);
  }

  private void send(CaptionOutcome outcome, Context context, Collector<OutgoingEvent> out)
      throws Exception {
    if (outcome.treated() != null) {
      tell(outcome.treated(), context);
    }
    if (outcome.captioned()) {
      out.collect(outcome.event());
    } else if (outcome.event() != null) {
      context.output(FAILED, outcome.event());
    }
  }

  private void tell(TreatedWindow window, Context context) throws Exception {
    OverloadEvents events = new OverloadEvents(context.getCurrentKey(), clock.instant());
    OverloadStep before = step.value() == null ? OverloadStep.NONE : step.value();
    if (window.step() != before) {
      step.update(window.step() == OverloadStep.NONE ? null : window.step());
      context.output(Outputs.FEED_EVENTS, events.step(window));
    }
    if (window.leftOut()) {
      context.output(Outputs.FEED_EVENTS, events.leftOut(window));
    }
  }
}
