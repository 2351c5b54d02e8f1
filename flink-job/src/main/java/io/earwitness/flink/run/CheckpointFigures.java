package io.earwitness.flink.run;

import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStatsSummarySnapshot;

/**
 * How large a job's checkpoints were and how long they took, from trigger to completion.
 *
 * @param completed how many
 */
public record CheckpointFigures(
    long completed, double meanMillis, long maxMillis, double meanBytes, long maxBytes) {

  /** Of a job that never completed one. */
  static final CheckpointFigures NONE = new CheckpointFigures(0, 0, 0, 0, 0);

  static CheckpointFigures of(CheckpointStatsSnapshot stats) {
    if (stats == null || stats.getCounts().getNumberOfCompletedCheckpoints() == 0) {
      return NONE;
    }
    CompletedCheckpointStatsSummarySnapshot summary = stats.getSummaryStats();
    return new CheckpointFigures(
        stats.getCounts().getNumberOfCompletedCheckpoints(),
        summary.getEndToEndDurationStats().getAverage(),
        summary.getEndToEndDurationStats().getMaximum(),
        summary.getStateSizeStats().getAverage(),
        summary.getStateSizeStats().getMaximum());
  }
}
