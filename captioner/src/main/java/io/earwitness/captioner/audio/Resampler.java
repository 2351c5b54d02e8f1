package io.earwitness.captioner.audio;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings whole windows from any sample rate to any other, by a polyphase windowed-sinc filter.
 *
 * <p>Up to 0.88 of the lower rate's Nyquist frequency the sound passes unchanged; from there on it
 * fades, and nothing from above the Nyquist frequency folds back, to more than 80 dB below it.
 * Output sample <i>i</i> lies at input position <i>i</i> · from ÷ to; beyond both ends lies
 * silence.
 *
 * <p>Safe for use by several threads. Filters of the rates used last are kept.
 */
public final class Resampler {
  /** At most 2 MiB each. */
  private static final int KEPT_FILTERS = 16;

  private record Rates(int from, int to) {}

  private final Map<Rates, PolyphaseFilter> filters =
      new LinkedHashMap<>(KEPT_FILTERS, 0.75f, /* accessOrder= */ true);

  /**
   * Resamples {@code samples}.
   *
   * @param samples {@code float[n]}
   * @return {@code float[round(n · to ÷ from)]}; {@code samples} itself if the rates are equal
   */
  public float[] resample(float[] samples, SampleRate from, SampleRate to) {
    return from.equals(to) ? samples : filter(from, to).apply(samples);
  }

  private PolyphaseFilter filter(SampleRate from, SampleRate to) {
    synchronized (filters) {
      PolyphaseFilter filter =
          filters.computeIfAbsent(
              new Rates(from.hertz(), to.hertz()),
              rates -> new PolyphaseFilter(rates.from(), rates.to()));
      if (filters.size() > KEPT_FILTERS) {
        filters.remove(filters.keySet().iterator().next());
      }
      return filter;
    }
  }
}
