package io.earwitness.topology;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.OriginalValue;
import io.earwitness.wire.Topics;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes dead letters of records that could not be read. */
final class DeadLetters {
  private static final int MOST_BYTES = Topics.MOST_CHUNK_BYTES;

  private DeadLetters() {}

  /**
   * @param origin empty where the record came from no topic
   */
  static DeadLetter of(
      Optional<RecordMetadata> origin,
      Record<byte[], byte[]> record,
      UnreadableEventException problem,
      Instant now) {
    OriginalValue value = OriginalValue.of(record.value(), MOST_BYTES);
    return new DeadLetter(
        origin.map(RecordMetadata::topic).orElse(""),
        origin.map(RecordMetadata::partition).orElse(-1),
        origin.map(RecordMetadata::offset).orElse(-1L),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        value.kept(),
        value.bytes(),
        value.sha256(),
        headers(record),
        null,
        DeadLetter.Stage.READ,
        problem.reason(),
        problem.getMessage(),
        now);
  }

  private static List<DeadLetter.Header> headers(Record<byte[], byte[]> record) {
    List<DeadLetter.Header> headers = new ArrayList<>();
    record.headers().forEach(h -> headers.add(new DeadLetter.Header(h.key(), h.value())));
    return headers;
  }
}
