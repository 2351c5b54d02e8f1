package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.Channels;
import io.earwitness.media.MediaException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A labelled recording in memory.
 *
 * @param samples {@code float[n]} of one channel at the model's rate, as recorded
 */
record Recording(LabelledFile source, float[] samples) {
  private static final int BLOCK_FRAMES = 1 << 16;

  /**
   * @throws MediaException if the file can't be read as audio
   */
  static Recording load(LabelledFile source, SampleRate rate, Resampler resampler)
      throws MediaException {
    return new Recording(source, samples(source.file(), rate, resampler));
  }

  /** All of a file as one channel at {@code rate}. */
  static float[] samples(Path file, SampleRate rate, Resampler resampler) throws MediaException {
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      float[] all = new float[0];
      float[] block = reader.read(BLOCK_FRAMES);
      while (block.length > 0) {
        float[] mono = Channels.toMono(block, reader.format().channels());
        int before = all.length;
        all = Arrays.copyOf(all, before + mono.length);
        System.arraycopy(mono, 0, all, before, mono.length);
        block = reader.read(BLOCK_FRAMES);
      }
      return resampler.resample(all, reader.format().rate(), rate);
    }
  }
}
