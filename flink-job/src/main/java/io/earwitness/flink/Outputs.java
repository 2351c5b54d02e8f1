package io.earwitness.flink;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** Side outputs of the job's operators. */
public final class Outputs {
  public static final OutputTag<FeedEvent> FEED_EVENTS =
      new OutputTag<>("feed-events", TypeInformation.of(FeedEvent.class));
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private Outputs() {}
}
