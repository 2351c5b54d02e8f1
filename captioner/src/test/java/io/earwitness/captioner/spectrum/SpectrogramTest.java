package io.earwitness.captioner.spectrum;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.SampleRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrogramTest {
  @ParameterizedTest
  @CsvSource({"440, 48000", "1000, 16000", "3000, 44100", "9000, 48000"})
  void aToneIsBrightestInItsOwnBandWhateverTheRate(int toneHertz, int rateHertz) {
    byte[] picture = drawn(tone(toneHertz, 0.5f, rateHertz), rateHertz, 10);

    for (int column = 0; column < 10; column++) {
      assertThat(hertzOf(brightestBand(picture, column)))
          .as("column %d", column)
          .isBetween(toneHertz * 0.8, toneHertz * 1.2);
    }
  }

  @Test
  void silenceIsBlackAndLouderIsBrighter() {
    int rate = 16_000;
    byte[] silence = drawn(new float[rate], rate, 4);
    int quiet = brightest(drawn(tone(1_000, 0.01f, rate), rate, 4));
    int loud = brightest(drawn(tone(1_000, 0.1f, rate), rate, 4));

    assertThat(silence).containsOnly(0);
    // 20 dB on a scale of 80 dB in 255 steps.
    assertThat(loud - quiet).isBetween(61, 67);
  }

  @Test
  void aSoundIsSeenWhereItIsHeard() {
    int rate = 16_000;
    float[] samples = new float[rate];
    System.arraycopy(tone(1_000, 0.5f, rate), 0, samples, rate / 2, rate / 10);

    byte[] picture = drawn(samples, rate, 10);

    assertThat(brightestOf(picture, 5)).isGreaterThan(200);
    assertThat(brightestOf(picture, 2)).isZero();
    assertThat(brightestOf(picture, 8)).isZero();
  }

  @Test
  void nothingIsShownAboveTheNyquistFrequency() {
    byte[] picture = drawn(tone(1_500, 1f, 4_000), 4_000, 1);

    for (int band = 0; band < Spectrogram.BANDS; band++) {
      if (hertzOf(band) > 2_300) {
        assertThat(picture[band]).as("%f Hz", hertzOf(band)).isZero();
      }
    }
  }

  @Test
  void aStretchShorterThanAFrameIsDrawnToo() {
    assertThat(drawn(new float[3], 48_000, 2)).hasSize(2 * Spectrogram.BANDS);
    assertThat(drawn(new float[0], 48_000, 1)).containsOnly(0);
  }

  private static byte[] drawn(float[] samples, int rateHertz, int columns) {
    return new Spectrogram(new SampleRate(rateHertz)).draw(samples, columns);
  }

  private static float[] tone(int hertz, float amplitude, int rateHertz) {
    float[] samples = new float[rateHertz];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / rateHertz));
    }
    return samples;
  }

  private static int brightestBand(byte[] picture, int column) {
    int best = 0;
    for (int band = 0; band < Spectrogram.BANDS; band++) {
      if (at(picture, column, band) > at(picture, column, best)) {
        best = band;
      }
    }
    return best;
  }

  private static int brightestOf(byte[] picture, int column) {
    return at(picture, column, brightestBand(picture, column));
  }

  private static int brightest(byte[] picture) {
    int best = 0;
    for (byte loudness : picture) {
      best = Math.max(best, Byte.toUnsignedInt(loudness));
    }
    return best;
  }

  private static int at(byte[] picture, int column, int band) {
    return Byte.toUnsignedInt(picture[column * Spectrogram.BANDS + band]);
  }

  /** Centre of a band. */
  private static double hertzOf(int band) {
    double lowest = 2595 * Math.log10(1 + Spectrogram.LOWEST_HERTZ / 700.0);
    double highest = 2595 * Math.log10(1 + Spectrogram.HIGHEST_HERTZ / 700.0);
    double mel = lowest + (band + 0.5) * (highest - lowest) / Spectrogram.BANDS;
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
