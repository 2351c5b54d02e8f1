package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.LogFields;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each caption into its feed's timeline and forwards it, the first time that it comes: of a
 * repeated id, the first committed caption counts.
 */
final class KeepTimeline implements Processor<String, ReadCaption, String, FeedNews> {
  private static final Logger LOG = LoggerFactory.getLogger(KeepTimeline.class);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  private ProcessorContext<String, FeedNews> context;
  private KeyValueStore<Bytes, byte[]> timeline;
  private KeyValueStore<String, Bytes> keysById;
  private KeyValueStore<String, FeedActivity> feeds;
  private TimelineRetention forgetting;
  private EventReader<CaptionEvent> reader;
  private Sensor repeated;
  private Sensor differing;

  KeepTimeline(Duration retention, Supplier<? extends SchemaStore> schemas) {
    this.retention = retention;
    this.schemas = schemas;
  }

  @Override
  public void init(ProcessorContext<String, FeedNews> context) {
    this.context = context;
    timeline = context.getStateStore(TimelineStores.TIMELINE);
    keysById = context.getStateStore(TimelineStores.KEYS_BY_ID);
    feeds = context.getStateStore(TimelineStores.FEEDS);
    forgetting = new TimelineRetention(retention, timeline, keysById, feeds);
    reader = EventReader.open(EventTypes.CAPTION, schemas.get());
    repeated = TimelineMetrics.REPEATED.sensor(context);
    differing = TimelineMetrics.DIFFERING.sensor(context);
    context.schedule(
        BETWEEN_ROUNDS,
        PunctuationType.WALL_CLOCK_TIME,
        now -> forgetting.forgetSilentFeeds(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<String, ReadCaption> record) {
    CaptionEvent caption = record.value().event();
    Bytes known = keysById.get(caption.captionId());
    if (known != null) {
      meterRepeat(caption, timeline.get(known));
      return;
    }
    Bytes key = TimelineKey.of(caption);
    timeline.put(key, record.value().bytes());
    keysById.put(caption.captionId(), key);
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    feeds.put(caption.feedId(), new FeedActivity(caption.begin(), now));
    forgetting.forgetBefore(caption);
    context.forward(record.withValue(new FeedNews.Captioned(caption)));
  }

  private void meterRepeat(CaptionEvent repeat, byte[] first) {
    repeated.record();
    try {
      if (Repeats.saySomethingElse(reader.read(first), repeat)) {
        differing.record();
        tellDiffering(repeat);
      }
    } catch (UnreadableEventException e) {
      throw new IllegalStateException(
          "the timeline holds a caption %s that can't be read".formatted(repeat.captionId()), e);
    }
  }

  private static void tellDiffering(CaptionEvent repeat) {
    try (LogFields about =
        LogFields.ofWindow(repeat.feedId(), repeat.sessionId(), repeat.windowIndex())) {
      LOG.warn(
          "Caption {} of feed {} came again and says something else; the first one counts",
          repeat.captionId(),
          repeat.feedId());
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
