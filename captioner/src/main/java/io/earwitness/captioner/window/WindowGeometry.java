package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;

/**
 * How a session is cut into windows: window <i>k</i> begins at sample <i>k</i> · hop.
 *
 * @param window length of a window, at most {@link #LONGEST_WINDOW}
 * @param hop from the begin of a window to the begin of the next, at most {@code window}, so that
 *     every sample lies in a window
 */
public record WindowGeometry(Duration window, Duration hop) {
  public static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

  /** One sample at the lowest rate, so that a hop holds a sample at every rate. */
  public static final Duration SHORTEST_HOP = new SampleRate(SampleRate.LOWEST_HERTZ).durationOf(1);

  /** EnCLAP's training length, and half of it. */
  public static final WindowGeometry DEFAULT =
      new WindowGeometry(Duration.ofSeconds(10), Duration.ofSeconds(5));

  public WindowGeometry {
    if (window.compareTo(LONGEST_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "a window of %s is longer than %s".formatted(window, LONGEST_WINDOW));
    }
    if (hop.compareTo(SHORTEST_HOP) < 0) {
      throw new IllegalArgumentException(
          "a hop of %s is shorter than %s".formatted(hop, SHORTEST_HOP));
    }
    if (hop.compareTo(window) > 0) {
      throw new IllegalArgumentException(
          "a hop of %s leaves samples between windows of %s".formatted(hop, window));
    }
  }

  /** Samples in a full window. */
  public int windowSamples(SampleRate rate) {
    return Math.toIntExact(rate.samplesIn(window));
  }

  /** Samples from the begin of a window to the begin of the next. */
  public int hopSamples(SampleRate rate) {
    return Math.toIntExact(rate.samplesIn(hop));
  }
}
