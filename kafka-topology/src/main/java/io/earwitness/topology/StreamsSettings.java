package io.earwitness.topology;

import io.earwitness.wire.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams' own settings. */
final class StreamsSettings {
  /** An instance that dies is missed so soon; with Kafka's 45 s its successor waits as long. */
  private static final Duration SESSION = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private StreamsSettings() {}

  static Properties of(TopologyConfig config, StoreMemory storeMemory) {
    Properties settings = new Properties();
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION.toMillis());
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) HEARTBEAT.toMillis());
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topics.MOST_DEAD_LETTER_BYTES);
    // What the connection says counts more than the lines above, but not than those below.
    settings.putAll(config.kafka().clientConfig());
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            config.name(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.STATE_DIR_CONFIG,
            config.stateFolder().toString(),
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            config.threads(),
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            config.topics().captions().replication(),
            StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
            config.standbyReplicas(),
            // No caption waits for feed events: which of them comes first does not matter.
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
            StreamsConfig.MAX_TASK_IDLE_MS_DISABLED,
            StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
            OffsetResetStrategy.EARLIEST.toString()));
    settings.putAll(storeMemory.settings());
    config
        .queries()
        .ifPresent(
            queries ->
                settings.put(
                    StreamsConfig.APPLICATION_SERVER_CONFIG, queries.advertised().toString()));
    return settings;
  }
}
