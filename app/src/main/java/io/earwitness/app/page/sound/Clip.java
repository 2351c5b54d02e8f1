package io.earwitness.app.page.sound;

import io.earwitness.captioner.audio.SampleRate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The sound of a feed within a span of time, one channel. What is missing is silence.
 *
 * @param samples {@code float[n]} from {@code from} on
 * @param covered the parts that are there, in order
 */
record Clip(Instant from, Instant to, SampleRate rate, float[] samples, List<Span> covered) {
  private static final int HEADER_BYTES = 44;
  private static final int FORMAT_BYTES = 16;
  private static final short PCM = 1;

  /** A part of a clip, in samples; the end is exclusive. */
  record Span(int first, int end) {}

  /** As a WAV file of 16-bit samples. */
  byte[] wav() {
    int dataBytes = samples.length * Short.BYTES;
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + dataBytes).put(ascii("WAVE"));
    file.put(ascii("fmt ")).putInt(FORMAT_BYTES).putShort(PCM).putShort((short) 1);
    file.putInt(rate.hertz()).putInt(rate.hertz() * Short.BYTES);
    file.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    file.put(ascii("data")).putInt(dataBytes);
    for (float sample : samples) {
      int scaled = Math.round(sample * Short.MAX_VALUE);
      file.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, scaled)));
    }
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
