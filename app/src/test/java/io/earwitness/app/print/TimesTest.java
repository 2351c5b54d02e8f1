package io.earwitness.app.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void tellsPositionsAsAPlayerDoes() {
    assertThat(Times.span(Duration.ZERO, Duration.ofSeconds(10))).isEqualTo("0:00–0:10");
    assertThat(Times.span(Duration.ofSeconds(3_725), Duration.ofSeconds(3_735)))
        .isEqualTo("1:02:05–1:02:15");
    assertThat(Times.span(Duration.ofMillis(59_960), Duration.ofMillis(62_345)))
        .isEqualTo("1:00–1:02.3");
  }

  @Test
  void tellsTheClock() {
    Instant begin = Instant.parse("2026-01-02T23:59:55Z");
    assertThat(Times.span(begin, begin.plusSeconds(10), ZoneOffset.UTC))
        .isEqualTo("23:59:55–00:00:05");
  }
}
