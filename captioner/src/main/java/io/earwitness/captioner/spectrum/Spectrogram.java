package io.earwitness.captioner.spectrum;

import io.earwitness.captioner.audio.SampleRate;
import java.util.Arrays;

/**
 * Pictures of sound for people: bands on the mel scale from {@value #LOWEST_HERTZ} to {@value
 * #HIGHEST_HERTZ} Hz, loudness in one byte. One for each sample rate; holds scratch memory: for one
 * thread.
 */
public final class Spectrogram {
  public static final int BANDS = 48;
  public static final int LOWEST_HERTZ = 60;
  public static final int HIGHEST_HERTZ = 12_000;

  /** Loudness of byte 0 and of byte 255, in dB relative to a full-scale sine in one bin. */
  public static final double FLOOR_DB = -95;

  public static final double CEILING_DB = -15;

  private static final double FRAME_SECONDS = 0.04;

  private final int rateHertz;
  private final int frame;
  private final RealFft fft;
  private final float[] taper;
  private final double fullScalePower;

  /** First bin of each band, and the end of the last. */
  private final int[] edges = new int[BANDS + 1];

  private final float[] first;
  private final float[] second;
  private final float[] power;
  private final float[] bands = new float[BANDS];

  public Spectrogram(SampleRate rate) {
    this.rateHertz = rate.hertz();
    this.frame = Integer.highestOneBit((int) (rateHertz * FRAME_SECONDS));
    this.fft = new RealFft(frame);
    this.taper = new float[frame];
    this.first = new float[frame];
    this.second = new float[frame];
    this.power = new float[frame / 2 + 1];
    double sum = 0;
    for (int i = 0; i < frame; i++) {
      taper[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / frame));
      sum += taper[i];
    }
    this.fullScalePower = sum / 2 * (sum / 2);
    double lowest = mel(LOWEST_HERTZ);
    double step = (mel(HIGHEST_HERTZ) - lowest) / BANDS;
    for (int band = 0; band <= BANDS; band++) {
      edges[band] = (int) Math.round(hertz(lowest + band * step) * frame / rateHertz);
    }
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /**
   * Draws a stretch of sound.
   *
   * @param samples {@code float[n]}, one channel
   * @param columns how many, each as wide as the others
   * @return {@code byte[columns * BANDS]}, column after column, the lowest band first, unsigned
   */
  public byte[] draw(float[] samples, int columns) {
    byte[] picture = new byte[columns * BANDS];
    for (int column = 0; column < columns; column++) {
      long begin = (long) column * samples.length / columns;
      long end = (long) (column + 1) * samples.length / columns;
      drawColumn(samples, (int) begin, (int) end);
      for (int band = 0; band < BANDS; band++) {
        picture[column * BANDS + band] = loudness(bands[band]);
      }
    }
    return picture;
  }

  /** Leaves the louder of two frames within the stretch in {@link #bands}. */
  private void drawColumn(float[] samples, int begin, int end) {
    int length = end - begin;
    // A stretch that a frame covers has one: both are the same then.
    int offset = length > frame ? length / 4 : length / 2;
    taperAt(samples, begin + offset - frame / 2, first);
    taperAt(samples, end - offset - frame / 2, second);
    fft.strongerPower(first, second, power);
    for (int band = 0; band < BANDS; band++) {
      bands[band] = strongest(edges[band], edges[band + 1]);
    }
  }

  /** Beyond both ends lies what is nearest: a frame of silence would look like a gap. */
  private void taperAt(float[] samples, int begin, float[] tapered) {
    int shifted = Math.max(0, Math.min(begin, samples.length - frame));
    int inside = Math.min(frame, samples.length - shifted);
    for (int i = 0; i < inside; i++) {
      tapered[i] = samples[shifted + i] * taper[i];
    }
    Arrays.fill(tapered, inside, frame, 0);
  }

  /** Above the Nyquist frequency there is nothing. A band narrower than a bin shows that bin. */
  private float strongest(int firstBin, int endBin) {
    float strongest = 0;
    int end = Math.min(Math.max(endBin, firstBin + 1), power.length);
    for (int bin = firstBin; bin < end; bin++) {
      strongest = Math.max(strongest, power[bin]);
    }
    return strongest;
  }

  private byte loudness(float bandPower) {
    if (bandPower <= 0) {
      return 0;
    }
    double decibels = 10 * Math.log10(bandPower / fullScalePower);
    double share = (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB);
    return (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
  }
}
