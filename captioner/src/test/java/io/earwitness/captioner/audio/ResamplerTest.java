package io.earwitness.captioner.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
  private static final int[] RATES = {
    8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000
  };

  private final Resampler resampler = new Resampler();

  static Stream<int[]> ratePairs() {
    return Arrays.stream(RATES)
        .boxed()
        .flatMap(from -> Arrays.stream(RATES).mapToObj(to -> new int[] {from, to}));
  }

  @ParameterizedTest
  @MethodSource("ratePairs")
  void aToneInThePassBandStaysTheSameTone(int[] rates) {
    double hertz = 0.85 * Math.min(rates[0], rates[1]) / 2;
    float[] resampled = resample(tone(hertz, rates[0], 0.4), rates[0], rates[1]);
    assertThat(errorDb(resampled, tone(hertz, rates[1], 0.4))).isLessThan(-80);
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 16000, 8000",
    "48000, 16000, 8100",
    "48000, 16000, 23900",
    "44100, 16000, 9000",
    "192000, 8000, 4001",
    "44100, 24000, 21000",
    "44099, 16001, 8500"
  })
  void aToneAboveTheTargetsBandDoesNotFoldBack(int from, int to, double hertz) {
    float[] resampled = resample(tone(hertz, from, 0.4), from, to);
    assertThat(errorDb(resampled, new float[resampled.length])).isLessThan(-80);
  }

  @ParameterizedTest
  @CsvSource({"44099, 16001", "47999, 191999", "191999, 8009"})
  void ratesWithoutACommonDivisorAreAsClean(int from, int to) {
    double hertz = 0.85 * Math.min(from, to) / 2;
    float[] resampled = resample(tone(hertz, from, 0.4), from, to);
    assertThat(errorDb(resampled, tone(hertz, to, 0.4))).isLessThan(-80);
  }

  @ParameterizedTest
  @CsvSource({
    "480000, 48000, 16000, 160000",
    "441000, 44100, 16000, 160000",
    "1, 48000, 16000, 0",
    "2, 48000, 16000, 1",
    "1, 16000, 48000, 3",
    "3, 16000, 24000, 5",
    "0, 8000, 16000, 0"
  })
  void theLengthIsTheRoundedRatio(int count, int from, int to, int expected) {
    assertThat(resample(new float[count], from, to)).hasSize(expected);
  }

  @Test
  void aConstantStaysWhatItIs() {
    float[] constant = new float[8_000];
    Arrays.fill(constant, 0.25f);
    float[] resampled = resample(constant, 44_100, 48_000);
    for (int i = 100; i < resampled.length - 100; i++) {
      assertThat(resampled[i]).isCloseTo(0.25f, within(1e-6f));
    }
  }

  @Test
  void equalRatesGiveTheSameSamples() {
    float[] samples = {0.1f, -0.2f};
    assertThat(resample(samples, 16_000, 16_000)).isSameAs(samples);
  }

  @Test
  void severalThreadsGetWhatOneGets() {
    List<int[]> pairs = ratePairs().toList();
    List<float[]> alone =
        pairs.stream().map(pair -> resample(tone(700, pair[0], 0.02), pair[0], pair[1])).toList();
    Resampler shared = new Resampler();
    IntStream.range(0, 4 * pairs.size())
        .parallel()
        .forEach(
            i -> {
              int[] pair = pairs.get(i % pairs.size());
              float[] samples = tone(700, pair[0], 0.02);
              assertThat(shared.resample(samples, new SampleRate(pair[0]), new SampleRate(pair[1])))
                  .isEqualTo(alone.get(i % pairs.size()));
            });
  }

  private float[] resample(float[] samples, int from, int to) {
    return resampler.resample(samples, new SampleRate(from), new SampleRate(to));
  }

  private static float[] tone(double hertz, int rate, double seconds) {
    float[] samples = new float[(int) Math.round(rate * seconds)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    return samples;
  }

  /** Difference to a full-scale tone in dB; the ends, where the filter meets silence, left out. */
  private static double errorDb(float[] actual, float[] expected) {
    assertThat(actual.length).isCloseTo(expected.length, within(1));
    int edge = actual.length / 10;
    double sum = 0;
    for (int i = edge; i < actual.length - edge; i++) {
      sum += Math.pow(actual[i] - expected[i], 2);
    }
    return 10 * Math.log10(2 * sum / (actual.length - 2 * edge) + 1e-30);
  }
}
