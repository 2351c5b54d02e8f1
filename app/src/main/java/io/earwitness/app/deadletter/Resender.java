package io.earwitness.app.deadletter;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends dead letters to where they came from: key, value and headers as they were. */
public final class Resender implements AutoCloseable {
  /** Header that names the dead letter, so that whoever looks at a record knows its second life. */
  static final String HEADER = "earwitness-resent-from";

  private static final int MOST_BYTES = 96 << 20;

  private final KafkaProducer<byte[], byte[]> producer;

  public Resender(KafkaConnection kafka) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_BYTES);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Why a letter can't be sent again, in a sentence; empty if it can. */
  public static Optional<String> obstacle(KeptLetter kept) {
    DeadLetter letter = kept.letter();
    if (letter.stage() == DeadLetter.Stage.CAPTION) {
      return Optional.of(
          "%s tells of a window without a caption; its chunks still lie on %s."
              .formatted(kept.id(), letter.topic()));
    }
    if (letter.stage() == DeadLetter.Stage.NOTIFY) {
      return Optional.of(
          "%s is an alert that a system did not take; sent again it would be told to all, as if it fired now."
              .formatted(kept.id()));
    }
    if (letter.value() == null || letter.topic().isEmpty()) {
      return Optional.of("%s does not hold the original record.".formatted(kept.id()));
    }
    if (letter.value().length < letter.valueBytes()) {
      return Optional.of(
          "%s was cut from %d to %d bytes; the whole may still lie on %s-%d at %d."
              .formatted(
                  kept.id(),
                  letter.valueBytes(),
                  letter.value().length,
                  letter.topic(),
                  letter.partition(),
                  letter.offset()));
    }
    return Optional.empty();
  }

  /**
   * Sends the letter's record to its topic and waits until the brokers have it.
   *
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   * @throws IllegalStateException if the brokers refuse it
   */
  public void resend(KeptLetter kept) throws InterruptedException {
    obstacle(kept)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    DeadLetter letter = kept.letter();
    var record = new ProducerRecord<>(letter.topic(), letter.key(), letter.value());
    letter.headers().forEach(header -> record.headers().add(header.key(), header.value()));
    record.headers().remove(HEADER);
    record.headers().add(HEADER, kept.id().getBytes(StandardCharsets.UTF_8));
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s can't be sent to %s".formatted(kept.id(), letter.topic()), e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
