package io.earwitness.media;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Turns samples into a chunk's payload. Safe for use by several threads. */
public final class ChunkEncoder {
  private static final float FULL_SCALE = 32768f;
  private static final SampleRate OPUS_RATE = new SampleRate(48_000);

  private ChunkEncoder() {}

  /**
   * @param interleaved {@code float[samples * channels]}, nominally −1 to 1; for 16-bit encodings
   *     what lies beyond is clipped
   * @return a payload that decodes alone, to exactly that number of samples
   * @throws MediaException if the encoding does not take the format
   */
  public static byte[] encode(AudioFormat format, ChunkEncoding encoding, float[] interleaved)
      throws MediaException {
    return switch (encoding) {
      case PCM_S16LE -> bytesOf(sixteenBit(interleaved));
      case PCM_F32LE -> bytesOf(floats(interleaved));
      case FLAC -> {
        try (var writer = new PayloadWriter(Codec.FLAC, format)) {
          yield writer.encode(sixteenBit(interleaved));
        }
      }
      case OPUS -> {
        if (!format.rate().equals(OPUS_RATE)) {
          throw new MediaException(
              "Opus chunks have a rate of %s, not %s".formatted(OPUS_RATE, format.rate()));
        }
        try (var writer = new PayloadWriter(Codec.OPUS, format)) {
          yield writer.encode(floats(interleaved));
        }
      }
    };
  }

  /** The one rate that an encoding takes; nothing where it takes any. */
  public static Optional<SampleRate> onlyRate(ChunkEncoding encoding) {
    return encoding == ChunkEncoding.OPUS ? Optional.of(OPUS_RATE) : Optional.empty();
  }

  private static ByteBuffer sixteenBit(float[] samples) {
    ByteBuffer bytes = littleEndian(samples.length * Short.BYTES);
    for (float sample : samples) {
      int scaled = Math.round(sample * FULL_SCALE);
      bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, scaled)));
    }
    return bytes.rewind();
  }

  private static ByteBuffer floats(float[] samples) {
    ByteBuffer bytes = littleEndian(samples.length * Float.BYTES);
    bytes.asFloatBuffer().put(samples);
    return bytes;
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
