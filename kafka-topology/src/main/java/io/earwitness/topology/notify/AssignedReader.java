package io.earwitness.topology.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens consumers of whole topics. */
final class AssignedReader {
  private AssignedReader() {}

  /**
   * A consumer of all partitions of a topic, of what is committed only.
   *
   * @param group under which offsets are committed, if any are
   */
  static KafkaConsumer<byte[], byte[]> open(
      NotifyTopics topics, String topic, Optional<String> group) {
    Map<String, Object> config = topics.kafka().clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    group.ifPresent(id -> config.put(ConsumerConfig.GROUP_ID_CONFIG, id));
    var bytes = new ByteArrayDeserializer();
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    return consumer;
  }

  /** Whether everything before {@code ends} was read. */
  static boolean isAt(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), Duration.ofMinutes(1)) >= end.getValue());
  }
}
