package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.StreamReader.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurstTest {
  private static final SampleRate RATE = new SampleRate(48_000);
  private static final Instant OPENED = Instant.parse("2026-03-01T12:00:00Z");
  private static final int BLOCK_MILLIS = 20;
  private static final TemporalUnitWithinOffset A_BREATH =
      new TemporalUnitWithinOffset(50, java.time.temporal.ChronoUnit.MILLIS);

  private final Burst burst = new Burst(RATE, OPENED);
  private Instant settledAt;

  /** However long it takes to read, kept sound is as old as it is. */
  @ParameterizedTest
  @ValueSource(ints = {10, 500, 1_500, 3_000})
  void keptSoundIsTimedByItsPlaceBeforeTheNewest(int millisToRead) {
    Duration kept = Duration.ofSeconds(8);
    int blocks = (int) (kept.toMillis() / BLOCK_MILLIS);
    for (int block = 1; block <= blocks; block++) {
      arrive(OPENED.plusNanos(millisToRead * 1_000_000L * block / blocks));
    }
    Instant caughtUp = OPENED.plusMillis(millisToRead);
    for (int block = 1; settledAt == null; block++) {
      arrive(caughtUp.plusMillis((long) block * BLOCK_MILLIS));
    }

    assertThat(burst.begin()).isCloseTo(caughtUp.minus(kept), A_BREATH);
    assertThat(Duration.between(caughtUp, settledAt)).isLessThan(Duration.ofMillis(800));
  }

  @Test
  void aSourceThatKeepsNothingIsHeldBackForUnderASecond() {
    Random jitter = new Random(1);
    for (int block = 1; settledAt == null; block++) {
      arrive(OPENED.plusMillis((long) block * BLOCK_MILLIS + jitter.nextInt(40)));
    }

    assertThat(burst.begin()).isCloseTo(OPENED, A_BREATH);
    assertThat(settledAt).isBefore(OPENED.plusSeconds(1));
  }

  @Test
  void aSourceThatNeverCatchesUpIsHeldBackForSeconds() {
    for (int block = 1; settledAt == null; block++) {
      arrive(OPENED.plusMillis((long) block * BLOCK_MILLIS / 2));
    }

    assertThat(settledAt)
        .isCloseTo(
            OPENED.plusSeconds(5),
            new TemporalUnitWithinOffset(100, java.time.temporal.ChronoUnit.MILLIS));
  }

  private void arrive(Instant now) {
    burst.add(new Block(new float[0], OptionalLong.empty()), RATE.hertz() / 50, now);
    if (settledAt == null && burst.hasSettled(now)) {
      settledAt = now;
    }
  }
}
