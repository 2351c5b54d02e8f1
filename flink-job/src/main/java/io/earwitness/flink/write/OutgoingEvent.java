package io.earwitness.flink.write;

import io.earwitness.captioner.event.DeadLetter.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * An event in its final form: what remains is to send it.
 *
 * @param key {@code null} for a record without one
 * @param value in the wire format
 */
public record OutgoingEvent(byte[] key, byte[] value, List<Header> headers) {
  /** CloudEvents' name for it. */
  private static final String ID_HEADER = "ce_id";

  /** The record that an {@link io.earwitness.wire.EventWriter} made. */
  public static OutgoingEvent of(ProducerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
    return new OutgoingEvent(record.key(), record.value(), headers);
  }

  /** The event's id, by which it is recognised wherever it is. */
  public String id() {
    return headers.stream()
        .filter(header -> header.key().equals(ID_HEADER))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("an event without " + ID_HEADER));
  }

  /** The id of the event that a record with these headers holds; empty where it has none. */
  static String idIn(Headers headers) {
    org.apache.kafka.common.header.Header id = headers.lastHeader(ID_HEADER);
    return id == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
  }

  /** The record's key as text: the feed, where it is known. */
  public String keyText() {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
