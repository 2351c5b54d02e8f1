package io.earwitness.benchmarks.endtoend;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the chunks of all feeds of a scenario, taking turns among the feeds. For one thread. */
final class FeedLoad implements AutoCloseable {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Scenario scenario;
  private final KafkaProducer<byte[], byte[]> producer;
  private final EventWriter<AudioChunk> writer;
  private final byte[] payload;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  FeedLoad(Scenario scenario, KafkaConnection kafka, RegistryConnection registry, String topic) {
    this.scenario = scenario;
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MOST_CHUNK_BYTES);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    writer = EventWriter.open(EventTypes.AUDIO_CHUNK, topic, registry);
    payload = new byte[scenario.rate().hertz() * Short.BYTES];
    new Random(1).nextBytes(payload);
  }

  static String feedId(int feed) {
    return "feed-" + feed;
  }

  static int feedNumber(String feedId) {
    return Integer.parseInt(feedId.substring("feed-".length()));
  }

  /** Sends everything, at the scenario's pace. */
  void run(SentChunks sent) {
    long begin = System.nanoTime();
    long count = 0;
    for (int chunk = 0; chunk < scenario.chunksPerFeed(); chunk++) {
      for (int feed = 0; feed < scenario.feeds(); feed++) {
        awaitTurn(begin, count++);
        sent.sent(feed, chunk, System.nanoTime());
        send(feed, chunk);
      }
    }
    producer.flush();
    throwFailure();
  }

  private void awaitTurn(long begin, long count) {
    if (!scenario.isPaced()) {
      return;
    }
    long due = begin + (long) (count / scenario.audioPerSecond() * 1e9);
    for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
      LockSupport.parkNanos(due - now);
    }
  }

  private void send(int feed, int chunk) {
    AudioChunk event =
        new AudioChunk(
            feedId(feed),
            "session",
            (long) chunk * scenario.rate().hertz(),
            scenario.rate().hertz(),
            BEGIN.plusSeconds(chunk),
            new AudioFormat(scenario.rate(), 1),
            ChunkEncoding.PCM_S16LE,
            payload,
            chunk == scenario.chunksPerFeed() - 1,
            Map.of());
    var unused =
        producer.send(
            writer.record(event),
            (metadata, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
    throwFailure();
  }

  private void throwFailure() {
    if (failure.get() != null) {
      throw new IllegalStateException("A chunk could not be sent", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close();
    writer.close();
  }
}
