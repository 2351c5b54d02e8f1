package io.earwitness.media;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;

/** Sounds for tests. */
final class Tones {
  private Tones() {}

  static AudioFormat format(int hertz, int channels) {
    return new AudioFormat(new SampleRate(hertz), channels);
  }

  /**
   * A sine of another pitch on each channel, at half of full scale.
   *
   * @return {@code float[frames * channels]}, interleaved
   */
  static float[] sine(AudioFormat format, int frames) {
    float[] samples = new float[frames * format.channels()];
    for (int frame = 0; frame < frames; frame++) {
      for (int channel = 0; channel < format.channels(); channel++) {
        double cycles = 440.0 * (channel + 1) * frame / format.rate().hertz();
        samples[frame * format.channels() + channel] =
            (float) (0.5 * Math.sin(2 * Math.PI * cycles));
      }
    }
    return samples;
  }

  /** The mean of the channels. */
  static float[] mono(float[] interleaved, int channels) {
    float[] mono = new float[interleaved.length / channels];
    for (int i = 0; i < interleaved.length; i++) {
      mono[i / channels] += interleaved[i] / channels;
    }
    return mono;
  }

  /** Root mean square of the difference. */
  static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }
}
