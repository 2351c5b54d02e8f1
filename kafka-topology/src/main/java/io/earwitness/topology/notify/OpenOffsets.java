package io.earwitness.topology.notify;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a successor has to begin to read, so that it learns of every alert that goes on: at the
 * first word of the oldest of these. What was told meanwhile is noted beside the offset, so that it
 * is not told again. Not safe for use by several threads.
 */
final class OpenOffsets {
  private final Map<String, Place> firstWords = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> told = new HashMap<>();

  private record Place(TopicPartition partition, long offset) {}

  /** Notes that a revision was told. */
  void told(String alertId, TopicPartition partition, long offset) {
    firstWords.putIfAbsent(alertId, new Place(partition, offset));
    told.merge(partition, offset + 1, Math::max);
  }

  /** Notes that everything before an offset was told. */
  void toldUpTo(TopicPartition partition, long offset) {
    told.merge(partition, offset, Math::max);
  }

  /**
   * The offsets to commit.
   *
   * @param goesOn whether an alert has to be known to a successor
   */
  Map<TopicPartition, OffsetAndMetadata> toCommit(Predicate<String> goesOn) {
    firstWords.keySet().removeIf(goesOn.negate());
    Map<TopicPartition, Long> begins = new HashMap<>(told);
    firstWords
        .values()
        .forEach(place -> begins.merge(place.partition(), place.offset(), Math::min));
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    begins.forEach(
        (partition, begin) ->
            offsets.put(
                partition, new OffsetAndMetadata(begin, Long.toString(told.get(partition)))));
    return offsets;
  }

  /** What was told according to a committed offset: everything before the result. */
  static long toldBefore(OffsetAndMetadata committed) {
    try {
      return Math.max(committed.offset(), Long.parseLong(committed.metadata()));
    } catch (NumberFormatException e) {
      return committed.offset(); // someone else reset the group
    }
  }
}
