package io.earwitness.captioner.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 256})
  void givesTheLargerPowerOfTheTwoFramesInEachBin(int size) {
    float[] one = noise(size, 1);
    float[] other = noise(size, 2);
    float[] power = new float[size / 2 + 1];
    new RealFft(size).strongerPower(one, other, power);
    for (int bin = 0; bin < power.length; bin++) {
      double expected = Math.max(power(one, bin), power(other, bin));
      assertThat((double) power[bin])
          .as("bin %d", bin)
          .isCloseTo(expected, within(TOLERANCE * size * size));
    }
  }

  private static float[] noise(int size, long seed) {
    var random = new Random(seed);
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = random.nextFloat() - 0.5f;
    }
    return noise;
  }

  /** By the definition. */
  private static double power(float[] frame, int bin) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < frame.length; i++) {
      real += frame[i] * Math.cos(2 * Math.PI * i * bin / frame.length);
      imaginary += frame[i] * Math.sin(2 * Math.PI * i * bin / frame.length);
    }
    return real * real + imaginary * imaginary;
  }
}
