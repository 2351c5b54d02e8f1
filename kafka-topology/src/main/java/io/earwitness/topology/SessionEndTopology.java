package io.earwitness.topology;

import io.earwitness.captioner.event.AwaitedEnds;
import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Tells those that track feeds when a session has ended, which the caption of a last window that is
 * whole does not say. Reads the ends among the feed events; each task reads those of its own feeds,
 * since both topics spread feeds alike.
 */
public final class SessionEndTopology {
  private static final String READ_BYTES = "read-feed-event-bytes";
  private static final String READ = "read-session-ends";
  static final String CLOSE = "close-sessions";
  static final String DEAD_LETTERS = "write-feed-event-dead-letters";

  /** Feed id → {@link AwaitedEnds}: on disk, backed by a compacted topic. */
  static final String STORE = "session-ends";

  private final String feedEventsTopic;
  private final String deadLettersTopic;
  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  /**
   * @param feedEventsTopic with as many partitions as the topic of captions
   * @param retention how long a session's last caption is waited for
   * @param schemas opens the schemas, once per use; the user closes them
   */
  public SessionEndTopology(
      String feedEventsTopic,
      String deadLettersTopic,
      Duration retention,
      Supplier<? extends SchemaStore> schemas) {
    this.feedEventsTopic = feedEventsTopic;
    this.deadLettersTopic = deadLettersTopic;
    this.retention = retention;
    this.schemas = schemas;
  }

  /**
   * Adds itself to the topology of the timeline; before all that track feeds, which hear of
   * captions through it.
   */
  public Topology addTo(Topology timeline) {
    return timeline
        .addSource(
            READ_BYTES, new ByteArrayDeserializer(), new ByteArrayDeserializer(), feedEventsTopic)
        .addProcessor(READ, () -> new ReadSessionEnds(deadLettersTopic, schemas), READ_BYTES)
        .addSink(
            DEAD_LETTERS,
            deadLettersTopic,
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            READ)
        .addProcessor(CLOSE, new CloseSupplier(retention), TimelineTopology.KEEP, READ);
  }

  private record CloseSupplier(Duration retention)
      implements ProcessorSupplier<String, FeedNews, String, FeedNews> {
    @Override
    public Processor<String, FeedNews, String, FeedNews> get() {
      return new CloseSessions(retention);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(FeedStates.store(STORE, AwaitedEnds.class));
    }
  }
}
