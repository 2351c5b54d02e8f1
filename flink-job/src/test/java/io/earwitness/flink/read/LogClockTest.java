package io.earwitness.flink.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class LogClockTest {
  private static final long START = 1_000_000;
  private static final long NOTHING = Long.MIN_VALUE;

  private final Times times = new Times();
  private final Collected seen = new Collected();
  private final LogClock clock = new LogClock(times, times);

  @Test
  void saysTheAppendTimeOfTheLastRecord() {
    read(START - 50_000);
    tick(1);

    assertThat(seen.latest).isEqualTo(START - 50_000);
  }

  @Test
  void neverRunsAheadOfThePresentThoughTheBrokersClockDoes() {
    read(START + 60_000);
    tick(1);

    assertThat(seen.latest).isEqualTo(START);
  }

  @Test
  void saysNothingOfAPartitionBeforeItHasBeenLookedAt() {
    tick(5);

    assertThat(seen.latest).isEqualTo(NOTHING);
  }

  @Test
  void followsTheWallClockWhileAPartitionIsQuiet() {
    read(START - 50_000);
    tick(20);

    assertThat(seen.latest).isEqualTo(times.now - LogClock.ALLOWANCE.toMillis());
  }

  @Test
  void doesNotTakeBackPressureForQuiet() {
    read(START - 50_000);
    times.paused = true;
    tick(50);
    times.paused = false;
    tick(5);

    assertThat(seen.latest).isEqualTo(START - 50_000);
  }

  @Test
  void doesNotTakeABlockedThreadForQuiet() {
    read(START - 50_000);
    times.advance(60_000);
    clock.onPeriodicEmit(seen);
    tick(5);

    assertThat(seen.latest).isEqualTo(START - 50_000);
  }

  @Test
  void neverGoesBackThoughOldRecordsShowUp() {
    tick(20);
    long before = seen.latest;
    for (int second = 0; second < 30; second++) {
      read(START - 60_000 + second * 1_000);
      tick(1);
    }

    assertThat(seen.latest).isEqualTo(before);
  }

  private void read(long appendedAt) {
    clock.onEvent(
        new SourceRecord("chunks", 0, 0, appendedAt, null, null, List.of()), appendedAt, seen);
  }

  private void tick(int times200Millis) {
    for (int i = 0; i < times200Millis; i++) {
      times.advance(200);
      clock.onPeriodicEmit(seen);
    }
  }

  /** A wall clock, and one that stands still under back-pressure. */
  private static final class Times extends Clock implements RelativeClock {
    private long now = START;
    private long active;
    private boolean paused;

    void advance(long millis) {
      now += millis;
      active += paused ? 0 : millis;
    }

    @Override
    public long relativeTimeMillis() {
      return active;
    }

    @Override
    public long relativeTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(active);
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class Collected implements WatermarkOutput {
    private long latest = NOTHING;

    @Override
    public void emitWatermark(Watermark watermark) {
      latest = Math.max(latest, watermark.getTimestamp());
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
