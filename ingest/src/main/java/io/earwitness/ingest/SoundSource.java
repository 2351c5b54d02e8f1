package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where a feed's sound comes from, front to back. For one thread. */
public interface SoundSource extends AutoCloseable {
  AudioFormat format();

  /**
   * The next samples; fewer than asked for come only at the end.
   *
   * @param frames samples per channel
   * @return {@code float[read * channels]}, interleaved, nominally −1 to 1; empty at the end
   * @throws IOException with one sentence for people, if the source can't be read on
   */
  float[] read(int frames) throws IOException;

  /** What the source knows of a stretch that was read, for the chunk's attributes. */
  default Map<String, String> notes(long firstSample, long endSample) {
    return Map.of();
  }

  /** What was wrong with a source that was read to its end, in one sentence. */
  default Optional<String> flaw() {
    return Optional.empty();
  }

  @Override
  void close();
}
