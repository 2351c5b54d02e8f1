package io.earwitness.flink.start;

import io.earwitness.flink.read.ReadRange;
import io.earwitness.wire.KafkaConnection;
import java.time.Duration;
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
   * Asks the brokers what lies on a topic.
   *
   * @param from append time, inclusive
   * @param to append time, exclusive
   * @throws JobStartException if nothing does, saying what is there instead
   */
  public static PastChunks of(KafkaConnection kafka, String topic, Instant from, Instant to) {
    try (BrokerFacts brokers = BrokerFacts.open(kafka)) {
      return brokers.pastChunks(topic, new ReadRange(from, to, Duration.ZERO, Duration.ZERO));
    }
  }

  /** Whether the record lies in the range. */
  public boolean holds(int partition, long offset) {
    Stretch stretch = partitions.get(partition);
    return stretch != null && offset >= stretch.begin() && offset < stretch.end();
  }

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
