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
  private final Decoder<T> decoder;
  private final List<T> events = new ArrayList<>();

  private interface Decoder<T> extends AutoCloseable {
    T decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableEventException;

    @Override
    void close();
  }

  public TopicReader(
      KafkaConnection kafka, RegistryConnection registry, EventType<T> type, String topic) {
    this(kafka, topic, new Events<>(EventReader.open(type, registry)));
  }

  /** Of the records as they lie there, for what was encoded under another registry's ids. */
  public static TopicReader<ConsumerRecord<byte[], byte[]>> raw(
      KafkaConnection kafka, String topic) {
    return new TopicReader<>(kafka, topic, new AsTheyLie());
  }

  private TopicReader(KafkaConnection kafka, String topic, Decoder<T> decoder) {
    this.decoder = decoder;
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
      events.add(decoder.decode(record));
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
    decoder.close();
  }

  private record Events<T>(EventReader<T> reader) implements Decoder<T> {
    @Override
    public T decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableEventException {
      return reader.read(record.value());
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record AsTheyLie() implements Decoder<ConsumerRecord<byte[], byte[]>> {
    @Override
    public ConsumerRecord<byte[], byte[]> decode(ConsumerRecord<byte[], byte[]> record) {
      return record;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
