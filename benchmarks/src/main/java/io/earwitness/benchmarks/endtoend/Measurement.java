package io.earwitness.benchmarks.endtoend;

import io.earwitness.flink.run.CheckpointFigures;
import java.util.Locale;

/**
 * What came of a scenario.
 *
 * @param wallSeconds from the first chunk sent to the last caption visible
 */
record Measurement(
    Scenario scenario,
    double wallSeconds,
    Latencies latencies,
    int repeats,
    CheckpointFigures checkpoints) {
  static final String HEADER =
      """
      | feeds | delivery | sent at, audio s/s | carried, audio s/s | p50 ms | p99 ms | max ms | repeats | checkpoints | size MiB, mean (max) | time ms, mean (max) |
      |---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|""";

  /** A row of a Markdown table under {@link #HEADER}. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %d | %s | %s | %.0f | %.0f | %.0f | %.0f | %d | %d | %.1f (%.1f) | %.0f (%d) |",
        scenario.feeds(),
        scenario.delivery().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        scenario.isPaced() ? "%.0f".formatted(scenario.audioPerSecond()) : "as fast as it goes",
        scenario.totalAudioSeconds() / wallSeconds,
        latencies.percentileMillis(0.5),
        latencies.percentileMillis(0.99),
        latencies.percentileMillis(1),
        repeats,
        checkpoints.completed(),
        checkpoints.meanBytes() / (1 << 20),
        (double) checkpoints.maxBytes() / (1 << 20),
        checkpoints.meanMillis(),
        checkpoints.maxMillis());
  }
}
