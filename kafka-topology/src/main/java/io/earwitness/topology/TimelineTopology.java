package io.earwitness.topology;

import io.earwitness.wire.SchemaStore;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * Keeps the captions of each feed in a timeline, each caption once. Captions that can't be read
 * become dead letters. What it forwards goes to {@link SessionEndTopology}.
 */
public final class TimelineTopology implements Supplier<Topology> {
  private static final String READ_BYTES = "read-caption-bytes";
  private static final String READ = "read-captions";
  static final String KEEP = "keep-timeline";
  static final String DEAD_LETTERS = "write-dead-letters";

  private final String captionsTopic;
  private final String deadLettersTopic;
  private final Duration retention;
  private final Supplier<? extends SchemaStore> schemas;

  /**
   * @param retention how long a caption stays in its feed's timeline, by the feed's own clock
   * @param schemas opens the schemas, once per use; the user closes them
   */
  public TimelineTopology(
      String captionsTopic,
      String deadLettersTopic,
      Duration retention,
      Supplier<? extends SchemaStore> schemas) {
    this.captionsTopic = captionsTopic;
    this.deadLettersTopic = deadLettersTopic;
    this.retention = retention;
    this.schemas = schemas;
  }

  @Override
  public Topology get() {
    return new Topology()
        .addSource(
            READ_BYTES, new ByteArrayDeserializer(), new ByteArrayDeserializer(), captionsTopic)
        .addProcessor(READ, () -> new ReadCaptions(deadLettersTopic, schemas), READ_BYTES)
        .addProcessor(KEEP, new KeepTimelineSupplier(retention, schemas), READ)
        .addSink(
            DEAD_LETTERS,
            deadLettersTopic,
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            READ);
  }
}
