package io.earwitness.captioner.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowGeometryTest {

  @Test
  void windowsAndHopsAreWholeSamplesAtEveryRate() {
    assertThat(WindowGeometry.DEFAULT.windowSamples(new SampleRate(44_100))).isEqualTo(441_000);
    assertThat(WindowGeometry.DEFAULT.hopSamples(new SampleRate(44_100))).isEqualTo(220_500);
    WindowGeometry finest = new WindowGeometry(Duration.ofMillis(1), WindowGeometry.SHORTEST_HOP);
    assertThat(finest.hopSamples(new SampleRate(SampleRate.LOWEST_HERTZ))).isEqualTo(1);
  }

  @Test
  void geometriesThatLeaveSamplesOutOrHaveNoneAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WindowGeometry(second, Duration.ofSeconds(2)))
        .withMessageContaining("between windows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WindowGeometry(second, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WindowGeometry(Duration.ofHours(1), second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AssemblyLimits(Duration.ofSeconds(-1)));
  }
}
