package io.earwitness.flink.read;

import java.time.Clock;
import org.apache.flink.api.common.eventtime.NoWatermarksGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** One {@link LogClock} for each partition that a source subtask reads. */
public final class LogClocks implements WatermarkGeneratorSupplier<SourceRecord> {
  private static final long serialVersionUID = 1L;

  private transient boolean mainOutputServed;

  private LogClocks() {}

  /** Watermarks that say up to which instant every partition has been read. */
  public static WatermarkStrategy<SourceRecord> strategy() {
    return WatermarkStrategy.forGenerator(new LogClocks())
        .withTimestampAssigner((record, timestamp) -> record.appendedAtMillis());
  }

  /**
   * The same for a log that is read to an end in the past: only what has been read tells how far,
   * however long a fetch takes.
   */
  public static WatermarkStrategy<SourceRecord> ofThePast() {
    return WatermarkStrategy.<SourceRecord>forMonotonousTimestamps()
        .withTimestampAssigner((record, timestamp) -> record.appendedAtMillis());
  }

  /**
   * Flink's source operator, which owns a copy of this object, asks first for the generator of its
   * main output and then for one for each partition. All records go through the partitions'
   * outputs, so a clock on the main output would see a log that is always quiet and run ahead.
   */
  @Override
  public WatermarkGenerator<SourceRecord> createWatermarkGenerator(Context context) {
    if (!mainOutputServed) {
      mainOutputServed = true;
      return new NoWatermarksGenerator<>();
    }
    return new LogClock(Clock.systemUTC(), context.getInputActivityClock());
  }
}
