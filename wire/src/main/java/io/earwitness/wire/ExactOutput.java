package io.earwitness.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Counts what is written to it, and once that is known, takes it in an array that it fills to the
 * last byte. So a payload is copied once, not through a growing buffer.
 */
final class ExactOutput extends OutputStream {
  private int count;
  private ByteBuffer target;

  /** An array for {@code prefixBytes} of the caller's and all that was counted. */
  ByteBuffer allocate(int prefixBytes) {
    target = ByteBuffer.allocate(prefixBytes + count);
    return target;
  }

  @Override
  public void write(int oneByte) {
    if (target == null) {
      count++;
    } else {
      target.put((byte) oneByte);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (target == null) {
      count += length;
    } else {
      target.put(bytes, offset, length);
    }
  }
}
