package io.earwitness.flink.read;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins at the first record of each partition that was appended at or after a moment. Where that
 * is deleted while the job reads, it goes on at the oldest record that is left: Flink's own would
 * jump to the end.
 */
public final class FromTime implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final OffsetsInitializer time;

  public FromTime(Instant moment) {
    this.time = OffsetsInitializer.timestamp(moment.toEpochMilli());
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever offsets) {
    return time.getPartitionOffsets(partitions, offsets);
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.EARLIEST;
  }
}
