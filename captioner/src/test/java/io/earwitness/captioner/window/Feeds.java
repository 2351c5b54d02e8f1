package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;
import java.time.Instant;

/** Feeds of a few samples: at the lowest rate a sample lasts 250 µs, so durations count samples. */
final class Feeds {
  static final AudioFormat FORMAT = new AudioFormat(new SampleRate(4_000), 1);
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Feeds() {}

  static Duration samples(long count) {
    return Duration.ofNanos(count * 250_000);
  }

  static WindowAssembler assembler(int window, int hop, int tolerance) {
    return new WindowAssembler(
        new WindowGeometry(samples(window), samples(hop)), new AssemblyLimits(samples(tolerance)));
  }

  static ChunkHeader chunk(String session, long first, long end) {
    return chunk(session, first, end, FORMAT);
  }

  static ChunkHeader chunk(String session, long first, long end, AudioFormat format) {
    return new ChunkHeader(session, first, (int) (end - first), timeOf(first), format, false);
  }

  static ChunkHeader lastChunk(String session, long first, long end) {
    return new ChunkHeader(session, first, (int) (end - first), timeOf(first), FORMAT, true);
  }

  static Instant timeOf(long sample) {
    return START.plus(FORMAT.rate().durationOf(sample));
  }
}
