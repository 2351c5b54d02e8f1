package io.earwitness.app.page.sound;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.web.RefusedException;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads chunks again from their topic. All pages share one consumer and take turns. Safe for use by
 * several threads.
 */
public final class ChunkArchive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkArchive.class);
  private static final Duration TURN = Duration.ofSeconds(20);
  private static final Duration READ = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<AudioChunk> reader;
  private final String topic;
  private final ReentrantLock turn = new ReentrantLock(/* fair= */ true);

  public ChunkArchive(KafkaConnection kafka, RegistryConnection registry, String topic) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(config, bytes, bytes);
    this.reader = EventReader.open(EventTypes.AUDIO_CHUNK, registry);
    this.topic = topic;
  }

  /**
   * Hands out a feed's chunks within a stretch of the topic, in their order; what was deleted there
   * is left out.
   *
   * @throws RefusedException if the brokers don't answer in time
   */
  void read(Stretch stretch, String feedId, Consumer<AudioChunk> taker)
      throws InterruptedException {
    if (!turn.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
      throw RefusedException.notNow("Too many pages want to hear something at once.", null);
    }
    try {
      readNow(stretch, feedId.getBytes(StandardCharsets.UTF_8), taker);
    } finally {
      turn.unlock();
    }
  }

  private void readNow(Stretch stretch, byte[] key, Consumer<AudioChunk> taker) {
    var partition = new TopicPartition(topic, stretch.partition());
    List<TopicPartition> one = List.of(partition);
    consumer.assign(one);
    long end = Math.min(stretch.last() + 1, consumer.endOffsets(one).get(partition));
    long position = Math.max(stretch.first(), consumer.beginningOffsets(one).get(partition));
    consumer.seek(partition, position);
    long deadline = System.nanoTime() + READ.toNanos();
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end && Arrays.equals(record.key(), key)) {
          take(record, taker);
        }
      }
      position = consumer.position(partition);
      if (System.nanoTime() > deadline) {
        throw RefusedException.notNow("The brokers take too long to hand out the sound.", null);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Consumer<AudioChunk> taker) {
    try {
      taker.accept(reader.read(record.value()));
    } catch (UnreadableEventException e) {
      LOG.warn("{}-{} at {}: {}", topic, record.partition(), record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      consumer.close();
      reader.close();
    } finally {
      turn.unlock();
    }
  }
}
