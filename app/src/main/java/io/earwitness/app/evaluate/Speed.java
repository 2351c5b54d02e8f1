package io.earwitness.app.evaluate;

import java.time.Duration;

/**
 * How fast windows of full length were captioned, many at once.
 *
 * @param threads that the model ran on
 * @param feedsPerCore feeds that one core carries at this pace, windows hopping half their length
 */
public record Speed(int windows, Duration took, int threads, double feedsPerCore) {
  static Speed of(int windows, Duration took, Duration window, int threads) {
    double perSecond = windows / seconds(took);
    return new Speed(windows, took, threads, perSecond * seconds(window) / 2 / threads);
  }

  double windowsPerSecond() {
    return windows / seconds(took);
  }

  private static double seconds(Duration span) {
    return span.toNanos() / 1e9;
  }
}
