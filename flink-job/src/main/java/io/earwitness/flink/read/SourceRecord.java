package io.earwitness.flink.read;

import io.earwitness.captioner.event.DeadLetter.Header;
import java.util.List;

/**
 * A Kafka record as it was read, before anyone has looked inside.
 *
 * @param appendedAtMillis when the broker appended it, in milliseconds since 1970
 * @param key {@code null} where the record has none
 * @param value {@code null} where the record has none
 */
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long appendedAtMillis,
    byte[] key,
    byte[] value,
    List<Header> headers) {

  /** The same record with another value. */
  SourceRecord withValue(byte[] other) {
    return new SourceRecord(topic, partition, offset, appendedAtMillis, key, other, headers);
  }

  /** For people: {@code audio.chunks-3 at offset 17}. */
  public String position() {
    return "%s-%d at offset %d".formatted(topic, partition, offset);
  }
}
