package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.MediaException;
import java.nio.file.Path;

/**
 * A labelled recording in memory.
 *
 * @param samples {@code float[n]} of one channel at the model's rate, as recorded
 */
record Recording(LabelledFile source, float[] samples) {
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
      return resampler.resample(reader.readMono(), reader.format().rate(), rate);
    }
  }
}
