package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceClockTest {
  private static final SampleRate RATE = new SampleRate(48_000);
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final SourceClock clock = new SourceClock(RATE, BEGIN);

  @ParameterizedTest
  @ValueSource(ints = {-200, 0, 80, 300})
  void aSourcesDriftIsMeasuredAndFollowedThroughJitter(int ppm) {
    Random jitter = new Random(1);
    long seconds = 3_600;
    for (long second = 1; second <= seconds; second++) {
      long samples = Math.round(second * RATE.hertz() * (1 + ppm / 1e6));
      Duration lost =
          clock.arrived(samples, BEGIN.plusSeconds(second).plusMillis(jitter.nextInt(120)), LIMIT);
      assertThat(lost).isZero();
    }
    assertThat(clock.driftPpm()).isCloseTo(ppm, Offset.offset(12.0));
    long last = Math.round(seconds * RATE.hertz() * (1 + ppm / 1e6));
    assertThat(Duration.between(BEGIN.plusSeconds(seconds), clock.timeOf(last)).abs())
        .isLessThan(Duration.ofMillis(60));
  }

  @Test
  void aHiccupThatIsMadeUpForIsNoLoss() {
    for (int second = 1; second <= 60; second++) {
      boolean late = second >= 20 && second < 25;
      Instant now = BEGIN.plusSeconds(late ? 25 : second);
      assertThat(clock.arrived((long) second * RATE.hertz(), now, LIMIT)).isZero();
    }
  }

  @Test
  void soundThatNeverComesIsMissedWithinSeconds() {
    Duration lost = Duration.ZERO;
    for (int second = 1; second <= 60 && lost.isZero(); second++) {
      // From the twentieth second on, three seconds are gone for good.
      long heard = second < 20 ? second : second - 3;
      lost = clock.arrived(heard * RATE.hertz(), BEGIN.plusSeconds(second), LIMIT);
    }
    assertThat(lost).isBetween(Duration.ofMillis(2_900), Duration.ofMillis(3_100));
  }

  @Test
  void nothingIsHeardBeforeItSounds() {
    var unused = clock.arrived(10L * RATE.hertz(), BEGIN.plusSeconds(7), LIMIT);

    assertThat(clock.timeOf(10L * RATE.hertz())).isEqualTo(BEGIN.plusSeconds(7));
  }
}
