package io.earwitness.topology;

import io.earwitness.captioner.event.AwaitedEnds;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.health.FeedHealth;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Hands captions on, and behind a session's last caption that the session has ended. The job tells
 * an end as soon as it knows of it, and captions as they are made: either may come first.
 */
final class CloseSessions implements Processor<String, FeedNews, String, FeedNews> {
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

  private final Duration retention;

  private ProcessorContext<String, FeedNews> context;
  private FeedStates<AwaitedEnds> awaited;
  private ReadOnlyKeyValueStore<String, FeedHealth> health;

  /**
   * @param retention how long a session's last caption is waited for
   */
  CloseSessions(Duration retention) {
    this.retention = retention;
  }

  @Override
  public void init(ProcessorContext<String, FeedNews> context) {
    this.context = context;
    awaited =
        new FeedStates<>(
            context.getStateStore(SessionEndTopology.STORE), AwaitedEnds.NONE, ends -> false);
    health = context.<KeyValueStore<String, FeedHealth>>getStateStore(TrackHealthSupplier.STORE);
    context.schedule(
        BETWEEN_ROUNDS,
        PunctuationType.WALL_CLOCK_TIME,
        now -> forgetBefore(Instant.ofEpochMilli(now).minus(retention)));
  }

  @Override
  public void process(Record<String, FeedNews> record) {
    if (record.value() instanceof FeedNews.Ended ended) {
      FeedHealth known = health.get(record.key());
      if (known != null && ended.end().isReached(known.sessionId(), known.coveredSample())) {
        context.forward(record);
      } else {
        AwaitedEnds before = awaited.get(record.key());
        awaited.replace(record.key(), before, before.and(ended.end()));
      }
    } else if (record.value() instanceof FeedNews.Captioned captioned) {
      context.forward(record);
      AwaitedEnds before = awaited.get(record.key());
      before
          .reachedBy(captioned.caption())
          .ifPresent(
              end -> {
                awaited.replace(record.key(), before, before.without(end));
                context.forward(record.withValue(new FeedNews.Ended(end)));
              });
    }
  }

  private void forgetBefore(Instant instant) {
    awaited.forgetInactive(
        state -> state.ends().stream().map(SessionEnd::observedAt).allMatch(instant::isAfter));
  }
}
