package io.earwitness.wire;

import static io.earwitness.captioner.event.DeadLetter.Reason.UNREADABLE_BYTES;

import java.nio.ByteBuffer;

/** The five bytes before every event: a zero and the schema's id, big-endian. */
final class WireFormat {
  static final int PREFIX_BYTES = 1 + Integer.BYTES;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  /** The schema id that {@code bytes} begin with. */
  static int schemaId(byte[] bytes) throws UnreadableEventException {
    if (bytes.length < PREFIX_BYTES) {
      throw new UnreadableEventException(
          UNREADABLE_BYTES,
          "The value has %d bytes, fewer than the %d of the wire format's prefix."
              .formatted(bytes.length, PREFIX_BYTES));
    }
    if (bytes[0] != MAGIC) {
      throw new UnreadableEventException(
          UNREADABLE_BYTES,
          "The value begins with byte 0x%02x, not with the wire format's 0x00."
              .formatted(bytes[0]));
    }
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  static void putPrefix(ByteBuffer target, int schemaId) {
    target.put(MAGIC).putInt(schemaId);
  }
}
