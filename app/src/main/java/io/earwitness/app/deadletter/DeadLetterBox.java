package io.earwitness.app.deadletter;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the dead letters that there are. For one thread. */
public final class DeadLetterBox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<DeadLetter> reader;
  private final List<TopicPartition> partitions;

  private DeadLetterBox(
      KafkaConsumer<byte[], byte[]> consumer, EventReader<DeadLetter> reader, String topic) {
    this.consumer = consumer;
    this.reader = reader;
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
  }

  /** Opens the topic, which must be there. */
  public static DeadLetterBox open(
      KafkaConnection kafka, RegistryConnection registry, String topic) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    var bytes = new ByteArrayDeserializer();
    return new DeadLetterBox(
        new KafkaConsumer<>(config, bytes, bytes),
        EventReader.open(EventTypes.DEAD_LETTER, registry),
        topic);
  }

  /** Hands over every letter that lies there now, each partition's in order. */
  public void forEach(Consumer<KeptLetter> handler) {
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(end -> isBefore(end.getKey(), end.getValue()))) {
      for (ConsumerRecord<byte[], byte[]> got : consumer.poll(POLL)) {
        if (got.offset() < ends.get(new TopicPartition(got.topic(), got.partition()))) {
          read(got, handler);
        }
      }
    }
  }

  private boolean isBefore(TopicPartition partition, long end) {
    return consumer.position(partition) < end;
  }

  private void read(ConsumerRecord<byte[], byte[]> got, Consumer<KeptLetter> handler) {
    try {
      handler.accept(new KeptLetter(got.partition(), got.offset(), reader.read(got.value())));
    } catch (UnreadableEventException e) {
      LOG.warn("{}-{} at {}: {}", got.topic(), got.partition(), got.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close();
    reader.close();
  }
}
