package io.earwitness.captioner.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SampleRateTest {

  @Test
  void spansAndSamplesAreEachOthersInverse() {
    SampleRate rate = new SampleRate(44_100);
    assertThat(rate.samplesIn(Duration.ofSeconds(10))).isEqualTo(441_000);
    assertThat(rate.durationOf(441_000)).isEqualTo(Duration.ofSeconds(10));
    assertThat(rate.durationOf(441_001)).isEqualTo(Duration.ofSeconds(10).plusNanos(22_000));
  }

  @Test
  void aYearOfSamplesLosesNothing() {
    SampleRate rate = new SampleRate(48_000);
    Duration year = Duration.ofDays(365);
    assertThat(rate.samplesIn(year)).isEqualTo(48_000L * 365 * 86_400);
    assertThat(rate.durationOf(rate.samplesIn(year))).isEqualTo(year);
  }

  @Test
  void ratesThatNoSoundCardHasAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleRate(0))
        .withMessageContaining("0 Hz");
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleRate(384_001));
  }
}
