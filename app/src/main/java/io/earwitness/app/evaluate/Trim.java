package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;
import java.util.Arrays;

/**
 * Cuts off what is quiet before and after a sound: more than 30 dB under the recording's loudest
 * twentieth of a second, as the training does.
 */
final class Trim {
  static final Duration STEP = Duration.ofMillis(50);
  private static final double FLOOR = 1e-3;

  private Trim() {}

  /**
   * @return the sound with a peak of 1; empty where there is none
   */
  static float[] sound(float[] samples, SampleRate rate) {
    int step = (int) rate.samplesIn(STEP);
    double[] power = new double[(samples.length + step - 1) / step];
    float peak = 0;
    for (int i = 0; i < samples.length; i++) {
      power[i / step] += (double) samples[i] * samples[i];
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    if (peak == 0) {
      return new float[0];
    }
    double floor = Arrays.stream(power).max().orElse(0) * FLOOR;
    int first = 0;
    while (power[first] <= floor) {
      first++;
    }
    int last = power.length - 1;
    while (power[last] <= floor) {
      last--;
    }
    float[] sound =
        Arrays.copyOfRange(samples, first * step, Math.min((last + 1) * step, samples.length));
    for (int i = 0; i < sound.length; i++) {
      sound[i] /= peak;
    }
    return sound;
  }
}
