package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.SampleRate;
import java.util.Random;

/** What is heard where nothing happens. */
final class Backdrops {
  private static final int HARMONICS = 11;

  private Backdrops() {}

  /** Mains hum of 50 or 60 Hz with harmonics, with a peak of about {@code level}. */
  static void hum(float[] samples, SampleRate rate, double level, Random random) {
    double base = random.nextBoolean() ? 50 : 60;
    for (int harmonic = 1; harmonic <= HARMONICS; harmonic++) {
      double weight = level * random.nextDouble() / harmonic;
      double phase = 2 * Math.PI * random.nextDouble();
      double turn = 2 * Math.PI * base * harmonic / rate.hertz();
      for (int i = 0; i < samples.length; i++) {
        samples[i] += (float) (weight * Math.sin(turn * i + phase));
      }
    }
  }

  /** Noise between white and brown, of standard deviation {@code level}. */
  static void noise(float[] samples, double level, Random random) {
    double memory = 0.97 * random.nextDouble();
    double scale = level * Math.sqrt(1 - memory * memory);
    double value = 0;
    for (int i = 0; i < samples.length; i++) {
      value = memory * value + scale * random.nextGaussian();
      samples[i] += (float) value;
    }
  }
}
