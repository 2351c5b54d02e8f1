package io.earwitness.flink.order;

import io.earwitness.flink.caption.CaptionOutcome;
import io.earwitness.flink.write.OutgoingEvent;
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
 * those before it. Feeds don't wait for each other.
 */
public final class OrderCaptions
    extends KeyedProcessFunction<String, CaptionOutcome, OutgoingEvent> {
  private static final long serialVersionUID = 1L;

  /** Dead letters that stand for windows. */
  public static final OutputTag<OutgoingEvent> FAILED =
      new OutputTag<>("failed-windows", TypeInformation.of(OutgoingEvent.class));

  private transient ValueState<Long> next;
  private transient MapState<Long, CaptionOutcome> early;

  @Override
  public void open(OpenContext context) {
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

  private static void send(CaptionOutcome outcome, Context context, Collector<OutgoingEvent> out) {
    if (outcome.captioned()) {
      out.collect(outcome.event());
    } else {
      context.output(FAILED, outcome.event());
    }
  }
}
