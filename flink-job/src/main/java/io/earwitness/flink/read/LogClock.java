package io.earwitness.flink.read;

import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Says up to which instant a partition has been read: the append time of its last record, or, once
 * it has been quiet for a while, the wall clock minus an allowance. The watermarks serve for
 * nothing but the idle timer; no window waits for one.
 *
 * <p>A partition counts as quiet only while records could have come: time during which this thread
 * was blocked, or the records had nowhere to go, does not count. A partition that has not been
 * looked at since the start holds the clock of all others back until it has been.
 */
final class LogClock implements WatermarkGenerator<SourceRecord> {
  /** Far longer than a fetch takes. */
  static final Duration QUIET = Duration.ofSeconds(2);

  /** What was appended longer ago than this would have been read from a quiet partition. */
  static final Duration ALLOWANCE = Duration.ofSeconds(3);

  /** Ticks come every 200 ms; a longer pause means that the thread was busy elsewhere. */
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

  private final Clock wallClock;
  private final RelativeClock activeTime;
  private long readUntilMillis = Long.MIN_VALUE;
  private long quietSinceMillis;
  private long tickMillis;
  private long tickActiveMillis;

  /**
   * @param activeTime stands still while records have nowhere to go
   */
  LogClock(Clock wallClock, RelativeClock activeTime) {
    this.wallClock = wallClock;
    this.activeTime = activeTime;
    this.tickMillis = wallClock.millis();
    this.tickActiveMillis = activeTime.relativeTimeMillis();
    this.quietSinceMillis = tickMillis;
  }

  @Override
  public void onEvent(SourceRecord record, long timestamp, WatermarkOutput output) {
    long now = wallClock.millis();
    // A broker whose clock is ahead must not make the log look read beyond the present.
    advanceTo(Math.min(record.appendedAtMillis(), now));
    quietSinceMillis = now;
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    long now = wallClock.millis();
    if (heldUpSinceLastTick(now)) {
      quietSinceMillis = now;
    } else if (now - quietSinceMillis >= QUIET.toMillis()) {
      advanceTo(now - ALLOWANCE.toMillis());
    }
    if (readUntilMillis != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(readUntilMillis));
    }
  }

  private boolean heldUpSinceLastTick(long now) {
    long active = activeTime.relativeTimeMillis();
    long step = now - tickMillis;
    long activeStep = active - tickActiveMillis;
    tickMillis = now;
    tickActiveMillis = active;
    return step > LONGEST_TICK.toMillis() || activeStep < step / 2;
  }

  private void advanceTo(long millis) {
    readUntilMillis = Math.max(readUntilMillis, millis);
  }
}
