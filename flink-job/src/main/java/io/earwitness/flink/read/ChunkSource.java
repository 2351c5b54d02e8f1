package io.earwitness.flink.read;

import io.earwitness.wire.KafkaConnection;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Makes the source that reads the chunks' topic. */
public final class ChunkSource {
  private static final String DISCOVERY_MILLIS = "60000";

  private ChunkSource() {}

  /**
   * @param group under which offsets are committed, for people to see; the job's own are in its
   *     checkpoints
   * @param range that is read; one without an end is read on for ever
   * @param start for a job without a checkpoint whose range has no begin
   */
  public static Source<SourceRecord, ?, ?> of(
      KafkaConnection kafka,
      String topic,
      String group,
      OffsetsInitializer start,
      ReadRange range,
      FeedChoice feeds) {
    Properties properties = kafka.clientProperties();
    properties.putIfAbsent(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), DISCOVERY_MILLIS);
    properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    KafkaSourceBuilder<SourceRecord> source =
        KafkaSource.<SourceRecord>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(topic)
            .setGroupId(group)
            .setStartingOffsets(range.ends() ? new FromTime(range.readFrom()) : start)
            .setClientIdPrefix(group)
            .setProperties(properties)
            .setDeserializer(new SourceRecordSchema(feeds));
    if (!range.ends()) {
      return source.build();
    }
    source.setBounded(OffsetsInitializer.timestamp(range.readTo().toEpochMilli()));
    return new EndingSource<>(source.build(), TypeInformation.of(SourceRecord.class));
  }
}
