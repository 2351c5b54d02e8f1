package io.earwitness.wire.mapping;

import java.nio.ByteBuffer;

/** Between arrays and Avro's buffers, {@code null} being {@code null}. */
final class Bytes {
  private Bytes() {}

  static ByteBuffer buffer(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  /**
   * The buffer's remaining bytes: its own array where that holds nothing else, otherwise a copy.
   */
  static byte[] array(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.position() == 0
        && buffer.array().length == buffer.remaining()) {
      return buffer.array();
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
