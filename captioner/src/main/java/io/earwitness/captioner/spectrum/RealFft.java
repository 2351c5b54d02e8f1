package io.earwitness.captioner.spectrum;

/**
 * Power spectra of real frames, two at a time: as the real and the imaginary part of one iterative
 * radix-2 transform, taken apart by their symmetry afterwards (Numerical Recipes, 12.3). Holds its
 * own scratch memory: for one thread.
 */
final class RealFft {
  private final int size;
  private final float[] cosines;
  private final float[] sines;
  private final int[] reversed;
  private final float[] real;
  private final float[] imaginary;

  /**
   * @param size a power of two, 2 or more
   */
  RealFft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("%d is no power of two from 2 on".formatted(size));
    }
    this.size = size;
    this.real = new float[size];
    this.imaginary = new float[size];
    this.cosines = new float[size / 2];
    this.sines = new float[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = (float) Math.cos(2 * Math.PI * i / size);
      sines[i] = (float) -Math.sin(2 * Math.PI * i / size);
    }
    this.reversed = new int[size];
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      reversed[i] = Integer.reverse(i) >>> shift;
    }
  }

  /**
   * The stronger of two frames, bin by bin.
   *
   * @param one {@code float[size]}
   * @param other {@code float[size]}; may be the same
   * @param power receives {@code float[size / 2 + 1]}, the larger squared magnitudes
   */
  void strongerPower(float[] one, float[] other, float[] power) {
    firstButterflies(one, other);
    for (int half = 2; half < size; half *= 2) {
      butterflies(half);
    }
    for (int i = 0; i <= size / 2; i++) {
      int mirrored = (size - i) & (size - 1);
      float evenReal = real[i] + real[mirrored];
      float oddReal = real[mirrored] - real[i];
      float evenImaginary = imaginary[i] + imaginary[mirrored];
      float oddImaginary = imaginary[i] - imaginary[mirrored];
      power[i] =
          Math.max(
                  evenReal * evenReal + oddImaginary * oddImaginary,
                  evenImaginary * evenImaginary + oddReal * oddReal)
              / 4;
    }
  }

  /** The stage without factors, which puts the frames in bit-reversed order as well. */
  private void firstButterflies(float[] one, float[] other) {
    for (int i = 0; i < size; i += 2) {
      int low = reversed[i];
      int high = reversed[i + 1];
      real[i] = one[low] + one[high];
      real[i + 1] = one[low] - one[high];
      imaginary[i] = other[low] + other[high];
      imaginary[i + 1] = other[low] - other[high];
    }
  }

  private void butterflies(int half) {
    int stride = size / (2 * half);
    for (int k = 0; k < half; k++) {
      float cosine = cosines[k * stride];
      float sine = sines[k * stride];
      for (int low = k; low < size; low += 2 * half) {
        int high = low + half;
        float re = real[high] * cosine - imaginary[high] * sine;
        float im = real[high] * sine + imaginary[high] * cosine;
        real[high] = real[low] - re;
        imaginary[high] = imaginary[low] - im;
        real[low] += re;
        imaginary[low] += im;
      }
    }
  }
}
