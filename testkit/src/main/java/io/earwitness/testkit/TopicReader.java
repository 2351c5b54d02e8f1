package io.earwitness.testkit;

import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventType;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what a read_committed consumer sees of a topic, from its begin. For one thread at a time.
 *
 * @param <T> the events
 */
public final class TopicReader<T> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<T> reader;
  private final List<T> events = new ArrayList<>();

  public TopicReader(
      KafkaConnection kafka, RegistryConnection registry, EventType<T> type, String topic) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    reader = EventReader.open(type, registry);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All events that have become visible so far; each partition's in order. */
  public List<T> poll() throws UnreadableEventException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      events.add(reader.read(record.value()));
    }
    return Collections.unmodifiableList(events);
  }

  /**
   * Waits for {@code count} events.
   *
   * @throws AssertionError if there are fewer after {@code limit}
   */
  public List<T> await(int count, Duration limit) throws UnreadableEventException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (poll().size() < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("%d of %d events after %s".formatted(events.size(), count, limit));
      }
    }
    return Collections.unmodifiableList(events);
  }

  @Override
  public void close() {
    consumer.close();
    reader.close();
  }
}
