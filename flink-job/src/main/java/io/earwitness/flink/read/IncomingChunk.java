package io.earwitness.flink.read;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.window.ChunkHeader;
import java.util.Arrays;

/**
 * A chunk that was found to be good, on its way to its feed's windows, and the record that it came
 * in.
 *
 * @param payload as received; the array is not to be changed
 * @param shell the record; the payload is cut out of its value, so that it travels once
 * @param payloadAt where in the record's value the payload belongs; −1 if the value is whole
 */
public record IncomingChunk(
    String feedId,
    ChunkHeader header,
    ChunkEncoding encoding,
    byte[] payload,
    SourceRecord shell,
    int payloadAt) {

  /** The chunk that was read from {@code record}. */
  public static IncomingChunk of(AudioChunk chunk, SourceRecord record) {
    byte[] payload = chunk.payload();
    int at = find(payload, record.value());
    SourceRecord shell =
        at < 0 ? record : record.withValue(cut(record.value(), at, payload.length));
    return new IncomingChunk(
        chunk.feedId(), ChunkHeader.of(chunk), chunk.encoding(), payload, shell, at);
  }

  /** The record as it was read, byte for byte. */
  public SourceRecord record() {
    if (payloadAt < 0) {
      return shell;
    }
    byte[] outer = shell.value();
    byte[] whole = new byte[outer.length + payload.length];
    System.arraycopy(outer, 0, whole, 0, payloadAt);
    System.arraycopy(payload, 0, whole, payloadAt, payload.length);
    System.arraycopy(outer, payloadAt, whole, payloadAt + payload.length, outer.length - payloadAt);
    return shell.withValue(whole);
  }

  /** Avro writes bytes as they are, so the payload lies in the value, not far from its begin. */
  private static int find(byte[] payload, byte[] value) {
    for (int at = 0; at + payload.length <= value.length; at++) {
      if (Arrays.equals(value, at, at + payload.length, payload, 0, payload.length)) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] cut(byte[] value, int at, int length) {
    byte[] rest = new byte[value.length - length];
    System.arraycopy(value, 0, rest, 0, at);
    System.arraycopy(value, at + length, rest, at, rest.length - at);
    return rest;
  }
}
