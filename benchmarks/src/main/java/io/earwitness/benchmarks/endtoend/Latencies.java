package io.earwitness.benchmarks.endtoend;

import java.util.Arrays;

/** All latencies of one measurement, kept whole so that no percentile is estimated. */
public final class Latencies {
  private long[] nanos = new long[1024];
  private int count;

  /** Takes one more. */
  public void add(long latencyNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = latencyNanos;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * @param share 0.99 for the 99th percentile, by the nearest rank
   * @return milliseconds; NaN if nothing was measured
   */
  public double percentileMillis(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * count);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
