package io.earwitness.flink.read;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins at the end of each partition, but goes on at the oldest record that is there where a job
 * comes back after its place was deleted: Flink's own would jump to the end again, and leave out
 * what is still kept.
 */
public final class FromLatest implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final OffsetsInitializer latest = OffsetsInitializer.latest();

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever offsets) {
    return latest.getPartitionOffsets(partitions, offsets);
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.EARLIEST;
  }
}
