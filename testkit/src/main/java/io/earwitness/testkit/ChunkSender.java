package io.earwitness.testkit;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends chunks, good and bad, to a topic. For one thread at a time. */
public final class ChunkSender implements AutoCloseable {
  private final String topic;
  private final EventWriter<AudioChunk> writer;
  private final KafkaProducer<byte[], byte[]> producer;

  public ChunkSender(KafkaConnection kafka, RegistryConnection registry, String topic) {
    this.topic = topic;
    this.writer = EventWriter.open(EventTypes.AUDIO_CHUNK, topic, registry);
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends the chunks in order and returns when the broker has them. */
  public void send(List<AudioChunk> chunks) throws InterruptedException {
    List<Future<RecordMetadata>> sent =
        chunks.stream().map(writer::record).map(producer::send).toList();
    producer.flush();
    for (Future<RecordMetadata> record : sent) {
      done(record);
    }
  }

  /** The record's bytes of a chunk. */
  public byte[] bytes(AudioChunk chunk) {
    return writer.write(chunk);
  }

  /** Sends any record and says where it went. */
  public RecordMetadata sendRaw(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    return done(producer.send(record));
  }

  private static RecordMetadata done(Future<RecordMetadata> sent) throws InterruptedException {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refuses the record", e.getCause());
    }
  }

  public String topic() {
    return topic;
  }

  @Override
  public void close() {
    producer.close();
    writer.close();
  }
}
