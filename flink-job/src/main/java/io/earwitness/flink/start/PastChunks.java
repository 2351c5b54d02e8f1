package io.earwitness.flink.start;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The chunks that lie in a range of time.
 *
 * @param partitions those that hold some, by number
 * @param deletedBefore where the range begins before the oldest chunk, and older ones were deleted:
 *     when that oldest one was appended
 */
public record PastChunks(Map<Integer, Stretch> partitions, Optional<Instant> deletedBefore) {

  /**
   * @param begin first offset
   * @param end offset behind the last one
   */
  public record Stretch(long begin, long end) {
    long records() {
      return end - begin;
    }
  }

  /** How many there are, markers of transactions included. */
  public long records() {
    return partitions.values().stream().mapToLong(Stretch::records).sum();
  }
}
