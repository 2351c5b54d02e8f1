package io.earwitness.benchmarks.endtoend;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Sees captions become visible to a read_committed reader, and how long after their window's last
 * chunk was sent. For one thread.
 */
final class CaptionWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Scenario scenario;
  private final SentChunks sent;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<CaptionEvent> reader;
  private final boolean[][] seen;
  private final Latencies latencies = new Latencies();
  private int captions;
  private int repeats;
  private long lastSeenNanos;

  CaptionWatch(
      Scenario scenario,
      SentChunks sent,
      KafkaConnection kafka,
      RegistryConnection registry,
      String topic) {
    this.scenario = scenario;
    this.sent = sent;
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
    reader = EventReader.open(EventTypes.CAPTION, registry);
    seen = new boolean[scenario.feeds()][scenario.windowsPerFeed()];
  }

  /** Waits for every caption that the scenario implies. */
  void run(Duration limit) throws UnreadableEventException {
    int expected = scenario.feeds() * scenario.windowsPerFeed();
    long deadline = System.nanoTime() + limit.toNanos();
    while (captions < expected) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d of %d captions after %s".formatted(captions, expected, limit));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        see(reader.read(record.value()), System.nanoTime());
      }
    }
  }

  private void see(CaptionEvent caption, long now) {
    int feed = FeedLoad.feedNumber(caption.feedId());
    int window = (int) caption.windowIndex();
    if (seen[feed][window]) {
      repeats++;
      return;
    }
    seen[feed][window] = true;
    captions++;
    lastSeenNanos = now;
    int lastChunk = Scenario.lastChunkOf(window);
    if (lastChunk >= scenario.warmUp().toSeconds()) {
      latencies.add(now - sent.nanosOf(feed, lastChunk));
    }
  }

  Latencies latencies() {
    return latencies;
  }

  int repeats() {
    return repeats;
  }

  /** When the last caption became visible, by {@link System#nanoTime}. */
  long lastSeenNanos() {
    return lastSeenNanos;
  }

  @Override
  public void close() {
    consumer.close();
    reader.close();
  }
}
