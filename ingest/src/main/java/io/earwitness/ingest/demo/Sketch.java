package io.earwitness.ingest.demo;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A stretch of sound that is being painted: everything drawn on it adds up. Times are in seconds
 * from its begin, amplitudes relative to full scale. For one thread.
 */
final class Sketch {
  /** Keeps what begins and ends from clicking. */
  private static final double FADE_SECONDS = 0.008;

  private final float[] samples;
  private final int hertz;

  Sketch(double seconds, int hertz) {
    this.samples = new float[(int) Math.round(seconds * hertz)];
    this.hertz = hertz;
  }

  float[] samples() {
    return samples;
  }

  int hertz() {
    return hertz;
  }

  /**
   * A sine whose frequency may change; {@code pitch} and {@code shape} take the time since begin.
   */
  Sketch tone(
      double begin,
      double seconds,
      DoubleUnaryOperator pitch,
      double amplitude,
      DoubleUnaryOperator shape) {
    double phase = 0;
    int first = indexOf(begin);
    int count = Math.min((int) (seconds * hertz), samples.length - first);
    for (int i = 0; i < count; i++) {
      double time = (double) i / hertz;
      phase += 2 * Math.PI * pitch.applyAsDouble(time) / hertz;
      double gain = amplitude * shape.applyAsDouble(time) * fade(time, seconds);
      samples[first + i] += (float) (gain * Math.sin(phase));
    }
    return this;
  }

  /** White noise through a filter. */
  Sketch noise(
      double begin,
      double seconds,
      BandPass filter,
      double amplitude,
      DoubleUnaryOperator shape,
      RandomGenerator random) {
    int first = indexOf(begin);
    int count = Math.min((int) (seconds * hertz), samples.length - first);
    for (int i = 0; i < count; i++) {
      double time = (double) i / hertz;
      double gain = amplitude * shape.applyAsDouble(time) * fade(time, seconds);
      samples[first + i] += (float) (gain * filter.apply(random.nextGaussian()));
    }
    return this;
  }

  /** Lays another sketch over this one. */
  void add(Sketch other, double begin, double gain) {
    int first = indexOf(begin);
    int count = Math.min(other.samples.length, samples.length - first);
    for (int i = 0; i < count; i++) {
      samples[first + i] += (float) (gain * other.samples[i]);
    }
  }

  private int indexOf(double seconds) {
    return Math.min(samples.length, (int) Math.round(seconds * hertz));
  }

  private static double fade(double time, double seconds) {
    return Math.min(1, Math.min(time, seconds - time) / FADE_SECONDS);
  }

  /** The same loudness throughout. */
  static DoubleUnaryOperator steady() {
    return time -> 1;
  }

  /** Dies away to a third in {@code seconds}, and so on. */
  static DoubleUnaryOperator decay(double seconds) {
    return time -> Math.exp(-time / seconds);
  }
}
