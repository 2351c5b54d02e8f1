package io.earwitness.captioner.audio;

import java.time.Duration;

/**
 * Samples per second and channel.
 *
 * @param hertz from {@link #LOWEST_HERTZ} to {@link #HIGHEST_HERTZ}
 */
public record SampleRate(int hertz) {
  public static final int LOWEST_HERTZ = 4_000;
  public static final int HIGHEST_HERTZ = 384_000;

  public SampleRate {
    if (hertz < LOWEST_HERTZ || hertz > HIGHEST_HERTZ) {
      throw new IllegalArgumentException(
          "a sample rate of %d Hz is outside %d to %d Hz"
              .formatted(hertz, LOWEST_HERTZ, HIGHEST_HERTZ));
    }
  }

  /** The number of samples that {@code span} holds, rounded down. */
  public long samplesIn(Duration span) {
    return Math.multiplyExact(span.toNanos() / 1_000, hertz) / 1_000_000;
  }

  /** How long {@code samples} samples last, to the microsecond below. */
  public Duration durationOf(long samples) {
    long seconds = samples / hertz;
    long rest = samples % hertz;
    return Duration.ofSeconds(seconds).plusNanos(rest * 1_000_000 / hertz * 1_000);
  }

  @Override
  public String toString() {
    return hertz + " Hz";
  }
}
