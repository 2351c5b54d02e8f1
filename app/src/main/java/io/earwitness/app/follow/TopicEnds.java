package io.earwitness.app.follow;

import io.earwitness.wire.KafkaConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where topics end now. */
public final class TopicEnds {
  private TopicEnds() {}

  /** By topic and partition, the offset that the next record gets; the topics must be there. */
  public static Map<String, Map<Integer, Long>> of(
      KafkaConnection kafka, Collection<String> topics) {
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(kafka.clientConfig(), bytes, bytes)) {
      for (String topic : topics) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<Integer, Long> ofTopic = new TreeMap<>();
        consumer
            .endOffsets(partitions)
            .forEach((partition, end) -> ofTopic.put(partition.partition(), end));
        ends.put(topic, ofTopic);
      }
    }
    return ends;
  }
}
