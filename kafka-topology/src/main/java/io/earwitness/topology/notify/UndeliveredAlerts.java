package io.earwitness.topology.notify;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.OriginalValue;
import io.earwitness.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes dead letters of alerts that a target never took. Safe for use by several threads. */
final class UndeliveredAlerts implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final EventWriter<DeadLetter> writer;

  UndeliveredAlerts(NotifyTopics topics) {
    Map<String, Object> config = topics.kafka().clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MOST_DEAD_LETTER_BYTES);
    var bytes = new ByteArraySerializer();
    this.producer = new KafkaProducer<>(config, bytes, bytes);
    this.writer =
        EventWriter.open(
            EventTypes.DEAD_LETTER, topics.topics().deadLetters().name(), topics.schemas().get());
  }

  /** Returns when the brokers have it. */
  void bury(ConsumerRecord<byte[], byte[]> record, Alert alert, String why, Instant now)
      throws InterruptedException {
    OriginalValue value = OriginalValue.of(record.value(), Topics.MOST_CHUNK_BYTES);
    List<DeadLetter.Header> headers = new ArrayList<>();
    record.headers().forEach(h -> headers.add(new DeadLetter.Header(h.key(), h.value())));
    var letter =
        new DeadLetter(
            record.topic(),
            record.partition(),
            record.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            record.key(),
            value.kept(),
            value.bytes(),
            value.sha256(),
            headers,
            alert.feedId(),
            DeadLetter.Stage.NOTIFY,
            DeadLetter.Reason.NOT_DELIVERED,
            why,
            now);
    try {
      synchronized (writer) {
        var unused = producer.send(writer.record(letter)).get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("a dead letter could not be written", e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close();
    writer.close();
  }
}
