package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the chunks of one feed. What has arrived on the topic is always a beginning of what was
 * sent, without gap or repeat, even if the process dies. For one thread.
 */
public final class ChunkSender implements AutoCloseable {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
  private static final int BATCH_BYTES = 256 << 10;

  private final Producer<byte[], byte[]> producer;
  private final EventWriter<AudioChunk> writer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final SentListener listener;
  private final Clock clock = Clock.systemUTC();
  private int unanswered;

  /** When Kafka answered last, or the first of what it has not answered was handed to it. */
  private Instant waitsSince = Instant.MAX;

  /** Sends to {@code topic}; nobody counts. */
  public ChunkSender(KafkaConnection kafka, RegistryConnection registry, String topic) {
    this(kafka, registry, topic, SentListener.NONE);
  }

  /**
   * @param listener is told of what has arrived
   */
  public ChunkSender(
      KafkaConnection kafka, RegistryConnection registry, String topic, SentListener listener) {
    this.listener = listener;
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // One request at a time: of two, the first may come to a broker that does not lead the
    // partition yet and the second to one that does. Kafka takes a producer's first batch whatever
    // its number, and then the one before it never. Large batches cost less than more requests.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MOST_CHUNK_BYTES);
    // A broker that is away is waited for: a feed without a second of its sound is worth less.
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.writer = EventWriter.open(EventTypes.AUDIO_CHUNK, topic, registry);
  }

  /**
   * Hands a chunk to Kafka; waits while its buffer is full.
   *
   * @throws IOException if it, or an earlier one, could not be sent: told once
   */
  public void send(AudioChunk chunk) throws IOException {
    handedOver();
    var unused =
        producer.send(
            writer.record(chunk),
            (metadata, problem) -> {
              answered();
              if (problem != null) {
                failure.compareAndSet(null, problem);
              } else {
                listener.sent(
                    chunk.feedId(),
                    chunk.format().rate().durationOf(chunk.sampleCount()),
                    chunk.payload().length);
              }
            });
    throwFailure(chunk.feedId());
  }

  private synchronized void handedOver() {
    waitsSince = unanswered == 0 ? clock.instant() : waitsSince;
    unanswered++;
  }

  private synchronized void answered() {
    unanswered--;
    waitsSince = clock.instant();
  }

  /** What Kafka has not answered yet. From any thread. */
  public synchronized Backlog backlog() {
    boolean stuck =
        unanswered > 0 && !waitsSince.plus(Backlog.STUCK_AFTER).isAfter(clock.instant());
    return new Backlog(
        stuck ? Optional.of(waitsSince) : Optional.empty(), unanswered, 0, 0, 0, Duration.ZERO);
  }

  /** Waits until all chunks have arrived. */
  public void flush(String feedId) throws IOException {
    producer.flush();
    throwFailure(feedId);
  }

  private void throwFailure(String feedId) throws IOException {
    Exception problem = failure.getAndSet(null);
    if (problem != null) {
      throw new IOException(
          "Chunks of feed %s could not be sent: %s.".formatted(feedId, problem.getMessage()),
          problem);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_WAIT);
    writer.close();
  }
}
