package io.earwitness.flink.write;

import java.util.List;

/**
 * How far sending had come at a checkpoint.
 *
 * @param settledCheckpoint transactions of this checkpoint and those before are committed
 * @param settledAtMillis when it was taken; nothing sent before can be lost
 * @param lastSentAtMillis when the last event was sent
 */
public record SendingProgress(long settledCheckpoint, long settledAtMillis, long lastSentAtMillis) {

  /** The progress that all subtasks had made at least. */
  static SendingProgress ofAll(List<SendingProgress> subtasks) {
    return subtasks.stream()
        .reduce(
            (one, other) ->
                new SendingProgress(
                    Math.min(one.settledCheckpoint, other.settledCheckpoint),
                    Math.min(one.settledAtMillis, other.settledAtMillis),
                    Math.max(one.lastSentAtMillis, other.lastSentAtMillis)))
        .orElseThrow();
  }

  boolean mayHaveLost() {
    return lastSentAtMillis >= settledAtMillis;
  }
}
