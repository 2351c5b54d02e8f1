package io.earwitness.captioner.audio;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A low-pass filter that changes the sample rate by a rational factor: one set of coefficients for
 * each distance that an output sample can have from the input sample before it. Where the factor
 * has more such phases than are worth their memory, evenly spaced ones are interpolated.
 *
 * <p>The filter is a sinc under a Kaiser window (Oppenheim and Schafer, Discrete-Time Signal
 * Processing, 7.5.3).
 */
final class PolyphaseFilter {
  /** Zero crossings of the sinc on each side: with them the transition takes 0.12 of the band. */
  private static final int ZERO_CROSSINGS = 48;

  /** For a stop band 90 dB down. */
  private static final double KAISER_BETA = 8.96;

  /** Middle of the transition, so that it ends at the Nyquist frequency. */
  private static final double CUTOFF = 0.94;

  private static final int MOST_COEFFICIENTS = 1 << 19;

  /** Interpolated between this many phases per output sample, the sinc is exact to −120 dB. */
  private static final int INTERPOLATED_PHASES = 1024;

  /** Outputs summed up at a time: they and their inputs stay in the processor's nearest cache. */
  private static final int BLOCK = 1024;

  /** Output samples per {@code down} input samples, in lowest terms. */
  private final int up;

  private final int down;

  /** Input samples on each side of an output sample that count towards it. */
  private final int reach;

  /** {@code float[phases][2 · reach]}; with interpolation one phase more than there are steps. */
  private final float[][] phases;

  private final boolean interpolated;

  PolyphaseFilter(int fromHertz, int toHertz) {
    int divisor = BigInteger.valueOf(fromHertz).gcd(BigInteger.valueOf(toHertz)).intValue();
    up = toHertz / divisor;
    down = fromHertz / divisor;
    double cutoff = CUTOFF * Math.min(1.0, (double) up / down);
    reach = (int) Math.ceil(ZERO_CROSSINGS / cutoff);
    interpolated = 2L * reach * up > MOST_COEFFICIENTS;
    // A filter that is lower than its input changes more slowly from one phase to the next.
    int steps = interpolated ? (int) Math.ceil(INTERPOLATED_PHASES * cutoff) : up;
    phases = new float[interpolated ? steps + 1 : steps][];
    for (int phase = 0; phase < phases.length; phase++) {
      phases[phase] = coefficients((double) phase / steps, cutoff);
    }
  }

  /** {@code float[round(n · up ÷ down)]} of {@code float[n]}. */
  float[] apply(float[] samples) {
    long count = (2L * samples.length * up + down) / (2L * down);
    float[] output = new float[Math.toIntExact(count)];
    if (interpolated) {
      for (int i = 0; i < output.length; i++) {
        long position = (long) i * down;
        output[i] = between(samples, (int) (position / up), (int) (position % up));
      }
    } else {
      float[][] lanes = lanes(samples);
      for (int first = 0; first < Math.min(up, output.length); first++) {
        applyPhase(lanes, first, output);
      }
    }
    return output;
  }

  /**
   * Every {@code down}-th sample, for each of the {@code down} samples to begin with; silence goes
   * before and after. In a lane the inputs of one phase's outputs lie side by side, so that the
   * processor can take many at a time.
   */
  private float[][] lanes(float[] samples) {
    int before = reach - 1;
    int length = (samples.length + 2 * reach) / down + 2;
    float[][] lanes = new float[down][length];
    int lane = before % down;
    int at = before / down;
    for (float sample : samples) {
      lanes[lane][at] = sample;
      if (++lane == down) {
        lane = 0;
        at++;
      }
    }
    return lanes;
  }

  /** Output samples {@code first}, {@code first + up}, …: they have the same coefficients. */
  private void applyPhase(float[][] lanes, int first, float[] output) {
    long position = (long) first * down;
    int whole = (int) (position / up);
    float[] coefficients = phases[(int) (position % up)];
    int count = (output.length - first + up - 1) / up;
    float[] sums = new float[BLOCK];
    float[] inputs = new float[BLOCK];
    for (int begin = 0; begin < count; begin += BLOCK) {
      int length = Math.min(BLOCK, count - begin);
      Arrays.fill(sums, 0);
      for (int tap = 0; tap < coefficients.length; tap++) {
        int input = whole + tap;
        // Copied, because only loops over equal indices are surely compiled to vector instructions.
        System.arraycopy(lanes[input % down], input / down + begin, inputs, 0, length);
        addScaled(sums, inputs, coefficients[tap], length);
      }
      for (int i = 0; i < length; i++) {
        output[first + (begin + i) * up] = sums[i];
      }
    }
  }

  private static void addScaled(float[] sums, float[] inputs, float factor, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += factor * inputs[i];
    }
  }

  private float between(float[] samples, int whole, int phase) {
    double exact = (double) phase * (phases.length - 1) / up;
    int below = (int) exact;
    double share = exact - below;
    return (float)
        ((1 - share) * dot(samples, whole, phases[below])
            + share * dot(samples, whole, phases[below + 1]));
  }

  /** Sum of products, the middle of {@code coefficients} lying just after {@code whole}. */
  private double dot(float[] samples, int whole, float[] coefficients) {
    int begin = whole - reach + 1;
    int to = Math.min(coefficients.length, samples.length - begin);
    double sum = 0;
    for (int i = Math.max(0, -begin); i < to; i++) {
      sum += samples[begin + i] * coefficients[i];
    }
    return sum;
  }

  /** For an output sample that lies {@code fraction} of an input sample after one, 0 to 1. */
  private float[] coefficients(double fraction, double cutoff) {
    double[] values = new double[2 * reach];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double distance = i - (reach - 1) - fraction;
      values[i] = sinc(cutoff * distance) * kaiser(distance * cutoff / ZERO_CROSSINGS);
      sum += values[i];
    }
    float[] coefficients = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      // A constant stays what it is, at every phase.
      coefficients[i] = (float) (values[i] / sum);
    }
    return coefficients;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** From 1 at 0 to nearly 0 at ±1, and 0 beyond. */
  private static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
  }

  /** The modified Bessel function of the first kind and order 0, by its power series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
