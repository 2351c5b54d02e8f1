package io.earwitness.flink.read;

import io.earwitness.wire.KafkaConnection;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
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
   * @param start for a job without a checkpoint
   */
  public static KafkaSource<SourceRecord> of(
      KafkaConnection kafka, String topic, String group, OffsetsInitializer start) {
    Properties properties = kafka.clientProperties();
    properties.putIfAbsent(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), DISCOVERY_MILLIS);
    properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return KafkaSource.<SourceRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setTopics(topic)
        .setGroupId(group)
        .setStartingOffsets(start)
        .setClientIdPrefix(group)
        .setProperties(properties)
        .setDeserializer(new SourceRecordSchema())
        .build();
  }
}
