package io.earwitness.flink.write;

import io.earwitness.wire.LogFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes good what an expired transaction lost. Flink's sink commits a checkpoint's transaction
 * after the checkpoint; if the job dies in between and comes back after the broker has given the
 * transaction up, the sink logs an error and goes on without its events. So this operator, ahead of
 * the sink, remembers what it passed on until its commit is certain. After a restore it looks at
 * the topic, and sends again what is not there, before anything newer of the same feed.
 */
public final class ResendLost extends KeyedProcessFunction<String, OutgoingEvent, OutgoingEvent>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ResendLost.class);

  /** How often a feed that sends nothing more is looked after. */
  private static final long TIDY_MILLIS = 10_000;

  /** By how much the clocks of brokers and task managers may differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final EventSinks sinks;
  private final String topic;

  private transient String run;
  private transient Set<String> committed;
  private transient SendingProgress restored;
  private transient ListState<SendingProgress> progress;
  private transient ListState<SentEvent> sent;
  private transient Counter resent;
  private transient long newestCheckpoint;
  private transient CompletedCheckpoints completed;
  private transient long openedAtMillis;
  private transient long lastSentAtMillis;

  public ResendLost(EventSinks sinks, String topic) {
    this.sinks = sinks;
    this.topic = topic;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    run = UUID.randomUUID().toString();
    openedAtMillis = System.currentTimeMillis();
    completed = new CompletedCheckpoints(openedAtMillis);
    progress =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("progress", Types.POJO(SendingProgress.class)));
    sent =
        context
            .getKeyedStateStore()
            .getListState(new ListStateDescriptor<>("sent", Types.POJO(SentEvent.class)));
    List<SendingProgress> subtasks = new ArrayList<>();
    progress.get().forEach(subtasks::add);
    restored = subtasks.isEmpty() ? null : SendingProgress.ofAll(subtasks);
    lastSentAtMillis = restored == null ? 0 : restored.lastSentAtMillis();
    newestCheckpoint = context.getRestoredCheckpointId().orElse(0);
  }

  /** Looks at the topic before this run sends anything, while all that is open there is old. */
  @Override
  public void open(OpenContext context) throws Exception {
    resent = getRuntimeContext().getMetricGroup().counter("resentEvents");
    committed = Set.of();
    if (restored != null && restored.mayHaveLost()) {
      OldTransactions.awaitSettled(
          sinks.kafka(),
          sinks.idPrefix(topic),
          Instant.ofEpochMilli(restored.lastSentAtMillis()),
          sinks.transactionTimeout().plus(CLOCK_SKEW));
      Instant since = Instant.ofEpochMilli(restored.settledAtMillis()).minus(CLOCK_SKEW);
      committed = CommittedIds.on(topic, sinks.kafka(), since);
    }
  }

  @Override
  public void processElement(OutgoingEvent event, Context context, Collector<OutgoingEvent> out)
      throws Exception {
    List<SentEvent> uncertain = settle(out);
    if (uncertain.isEmpty()) {
      long now = context.timerService().currentProcessingTime();
      context.timerService().registerProcessingTimeTimer(now + TIDY_MILLIS);
    }
    uncertain.add(send(event, out));
    sent.update(uncertain);
  }

  /** A restored timer fires at once, so that a feed that sends nothing more is made good, too. */
  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutgoingEvent> out)
      throws Exception {
    List<SentEvent> uncertain = settle(out);
    sent.update(uncertain);
    if (!uncertain.isEmpty()) {
      long now = context.timerService().currentProcessingTime();
      context.timerService().registerProcessingTimeTimer(now + TIDY_MILLIS);
    }
  }

  /** Sends again what is lost, and says what may still be. */
  private List<SentEvent> settle(Collector<OutgoingEvent> out) throws Exception {
    List<SentEvent> uncertain = new ArrayList<>();
    for (SentEvent old : sent.get()) {
      if (old.run().equals(run)) {
        if (old.afterCheckpoint() >= completed.settled()) {
          uncertain.add(old);
        }
      } else if (isLost(old)) {
        tellLost(old.event());
        resent.inc();
        uncertain.add(send(old.event(), out));
      }
    }
    return uncertain;
  }

  private void tellLost(OutgoingEvent event) {
    try (LogFields about = LogFields.ofFeed(event.keyText())) {
      LOG.warn("Sending event {} to {} again: its transaction expired", event.id(), topic);
    }
  }

  private boolean isLost(SentEvent old) {
    return old.afterCheckpoint() >= restored.settledCheckpoint()
        && !committed.contains(old.event().id());
  }

  private SentEvent send(OutgoingEvent event, Collector<OutgoingEvent> out) {
    out.collect(event);
    lastSentAtMillis = System.currentTimeMillis();
    return new SentEvent(run, newestCheckpoint, event);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    newestCheckpoint = context.getCheckpointId();
    completed.begun(newestCheckpoint, System.currentTimeMillis());
    progress.update(List.of(progress()));
  }

  /** As long as a restored feed may not have been looked at, the progress before it counts. */
  private SendingProgress progress() {
    boolean looking =
        restored != null && System.currentTimeMillis() < openedAtMillis + 2 * TIDY_MILLIS;
    return new SendingProgress(
        looking ? restored.settledCheckpoint() : completed.settled(),
        looking ? restored.settledAtMillis() : completed.settledAtMillis(),
        lastSentAtMillis);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    completed.completed(checkpoint);
  }
}
