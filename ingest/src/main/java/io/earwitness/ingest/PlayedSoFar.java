package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where an earlier run left a session, by the topic itself. For one thread. */
final class PlayedSoFar implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlayedSoFar.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long FIRST_STRETCH = 256;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<AudioChunk> reader;
  private final String topic;

  PlayedSoFar(KafkaConnection kafka, RegistryConnection registry, String topic) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.reader = EventReader.open(EventTypes.AUDIO_CHUNK, registry);
    this.topic = topic;
  }

  /** The last chunk of the session that is on the topic. */
  Optional<AudioChunk> lastChunkOf(String feedId, String sessionId) {
    byte[] key = feedId.getBytes(StandardCharsets.UTF_8);
    int partitions = consumer.partitionsFor(topic).size();
    var partition = new TopicPartition(topic, BuiltInPartitioner.partitionForKey(key, partitions));
    consumer.assign(List.of(partition));
    long oldest = consumer.beginningOffsets(List.of(partition)).get(partition);
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    // From the end, in growing stretches: other feeds' chunks lie between.
    for (long stretch = FIRST_STRETCH; end > oldest; stretch *= 2) {
      long begin = Math.max(oldest, end - stretch);
      Optional<AudioChunk> last = lastWithin(partition, begin, end, key, sessionId);
      if (last.isPresent()) {
        return last;
      }
      end = begin;
    }
    return Optional.empty();
  }

  private Optional<AudioChunk> lastWithin(
      TopicPartition partition, long begin, long end, byte[] key, String sessionId) {
    Optional<AudioChunk> last = Optional.empty();
    consumer.seek(partition, begin);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> got : consumer.poll(POLL)) {
        if (got.offset() < end && Arrays.equals(got.key(), key)) {
          last = chunkIn(got).filter(c -> c.sessionId().equals(sessionId)).or(keep(last));
        }
      }
    }
    return last;
  }

  private static java.util.function.Supplier<Optional<AudioChunk>> keep(Optional<AudioChunk> last) {
    return () -> last;
  }

  private Optional<AudioChunk> chunkIn(ConsumerRecord<byte[], byte[]> got) {
    try {
      return Optional.of(reader.read(got.value()));
    } catch (UnreadableEventException e) {
      // Somebody else's record under this feed's name; the job makes a dead letter of it.
      LOG.warn("{}-{} at {} is no chunk: {}", topic, got.partition(), got.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    consumer.close();
    reader.close();
  }
}
