package io.earwitness.app.follow;

import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How much lies on topics. */
public final class TopicSizes {
  private TopicSizes() {}

  /**
   * @param records that were appended and not yet deleted, markers of transactions included
   */
  public record Size(int partitions, long records) {}

  /**
   * Sizes by topic, without those that are not there.
   *
   * @throws io.earwitness.wire.TopicException if the brokers don't answer
   */
  public static Map<String, Size> of(KafkaConnection kafka, Collection<TopicDefinition> topics) {
    Set<String> present;
    try (TopicAdmin admin = TopicAdmin.open(kafka)) {
      present = admin.names();
    }
    Map<String, Size> sizes = new HashMap<>();
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(kafka.clientConfig(), bytes, bytes)) {
      for (TopicDefinition topic : topics) {
        if (present.contains(topic.name())) {
          sizes.put(topic.name(), sizeOf(consumer, topic.name()));
        }
      }
    }
    return sizes;
  }

  private static Size sizeOf(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    long records =
        consumer.endOffsets(partitions).entrySet().stream()
            .mapToLong(end -> end.getValue() - begins.get(end.getKey()))
            .sum();
    return new Size(partitions.size(), records);
  }
}
