package io.earwitness.captioner.spectrum;

/**
 * Power spectra of real frames, by an iterative radix-2 transform. Holds its own scratch memory:
 * for one thread.
 */
final class RealFft {
  private final int size;
  private final float[] cosines;
  private final float[] sines;
  private final float[] real;
  private final float[] imaginary;

  /**
   * @param size a power of two
   */
  RealFft(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("%d is no power of two".formatted(size));
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
  }

  /**
   * @param frame {@code float[size]}
   * @param power receives {@code float[size / 2 + 1]}, the squared magnitudes
   */
  void power(float[] frame, float[] power) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      real[i] = frame[size == 1 ? 0 : Integer.reverse(i) >>> shift];
      imaginary[i] = 0;
    }
    for (int half = 1; half < size; half *= 2) {
      butterflies(half);
    }
    for (int i = 0; i <= size / 2; i++) {
      power[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
    }
  }

  private void butterflies(int half) {
    int stride = size / (2 * half);
    for (int begin = 0; begin < size; begin += 2 * half) {
      for (int k = 0; k < half; k++) {
        int low = begin + k;
        int high = low + half;
        float cosine = cosines[k * stride];
        float sine = sines[k * stride];
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
