package io.earwitness.flink.write;

import java.util.TreeMap;

/**
 * Tells which transactions are certain. A checkpoint's transaction is committed when the checkpoint
 * is known to be complete, so by the time that the next one completes, that has happened.
 */
final class CompletedCheckpoints {
  private final TreeMap<Long, Long> begunAtMillis = new TreeMap<>();
  private long settled;
  private long settledAtMillis;
  private long newest;

  /**
   * @param startMillis nothing was sent before
   */
  CompletedCheckpoints(long startMillis) {
    this.settledAtMillis = startMillis;
  }

  void begun(long checkpoint, long millis) {
    begunAtMillis.put(checkpoint, millis);
  }

  void completed(long checkpoint) {
    Long begun = begunAtMillis.get(newest);
    if (begun != null) {
      settled = newest;
      settledAtMillis = begun;
    }
    newest = checkpoint;
    begunAtMillis.headMap(checkpoint).clear();
  }

  /** The newest checkpoint whose transaction is certain to be committed; 0 if there is none. */
  long settled() {
    return settled;
  }

  /** When that checkpoint was taken, or this run began: what was sent before is certain. */
  long settledAtMillis() {
    return settledAtMillis;
  }
}
