package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.health.FeedHealth;
import io.earwitness.captioner.health.HealthTracker;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Tells the health of the feeds of one task. Time is the machine's, never stream time. */
final class TrackHealth implements Processor<String, FeedNews, byte[], byte[]> {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

  private final TrackHealthSupplier parts;

  private ProcessorContext<byte[], byte[]> context;
  private FeedStates<FeedHealth> states;
  private EventWriter<FeedEvent> writer;
  private Instant startedAt;

  TrackHealth(TrackHealthSupplier parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    states =
        new FeedStates<>(
            context.getStateStore(TrackHealthSupplier.STORE), FeedHealth.NONE, FeedHealth::matters);
    writer =
        EventWriter.open(EventTypes.FEED_EVENT, parts.feedEventsTopic(), parts.schemas().get());
    startedAt = Instant.ofEpochMilli(context.currentSystemTimeMs());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
    context.schedule(
        BETWEEN_ROUNDS,
        PunctuationType.WALL_CLOCK_TIME,
        now -> forgetFeedsBefore(Instant.ofEpochMilli(now).minus(parts.retention())));
  }

  @Override
  public void process(Record<String, FeedNews> record) {
    record.value().tell(this::accept, this::end);
  }

  private void accept(CaptionEvent caption) {
    FeedHealth before = states.get(caption.feedId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    HealthTracker.Step step = parts.tracker().accept(before, caption, now);
    states.replace(caption.feedId(), before, step.state());
    tell(step.events(), now);
  }

  private void end(SessionEnd end) {
    FeedHealth before = states.get(end.feedId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    HealthTracker.Step step = parts.tracker().end(before, end, now);
    states.replace(end.feedId(), before, step.state());
    tell(step.events(), now);
  }

  private void tick(Instant now) {
    for (String feedId : states.activeFeeds()) {
      FeedHealth before = states.get(feedId);
      // While this instance was away or restoring, no caption could come.
      FeedHealth patient =
          before.acceptedAt().isBefore(startedAt) ? before.resumedAt(startedAt) : before;
      HealthTracker.Step step = parts.tracker().tick(patient, feedId, now);
      if (!step.state().equals(patient)) {
        states.replace(feedId, before, step.state());
        tell(step.events(), now);
      }
    }
  }

  private void tell(List<FeedEvent> events, Instant now) {
    for (FeedEvent event : events) {
      ProducerRecord<byte[], byte[]> told = writer.record(event);
      context.forward(new Record<>(told.key(), told.value(), now.toEpochMilli(), told.headers()));
    }
  }

  /** A feed that stalled for good is forgotten with its timeline. */
  private void forgetFeedsBefore(Instant instant) {
    for (String feedId : states.activeFeeds()) {
      FeedHealth health = states.get(feedId);
      if (health.acceptedAt().isBefore(instant)) {
        states.replace(feedId, health, FeedHealth.NONE);
      }
    }
    states.forgetInactive(state -> state.acceptedAt().isBefore(instant));
  }

  @Override
  public void close() {
    writer.close();
  }
}
