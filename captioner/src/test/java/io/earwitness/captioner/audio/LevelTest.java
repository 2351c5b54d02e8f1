package io.earwitness.captioner.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LevelTest {

  @Test
  void aFullScaleSquareWaveIsZeroDecibels() {
    assertThat(Level.of(new float[] {1, -1, 1, -1})).isEqualTo(new Level(0, 0));
  }

  @Test
  void aSineIsThreeDecibelsBelowItsPeak() {
    float[] sine = new float[48_000];
    for (int i = 0; i < sine.length; i++) {
      sine[i] = (float) (0.5 * Math.sin(2 * Math.PI * 100 * i / 48_000));
    }
    Level level = Level.of(sine);
    assertThat(level.peakDbfs()).isCloseTo(-6.02, within(0.01));
    assertThat(level.rmsDbfs()).isCloseTo(-9.03, within(0.01));
  }

  @Test
  void silenceAndWhatIsNearItIsTheFloor() {
    Level floor = new Level(Level.FLOOR_DBFS, Level.FLOOR_DBFS);
    assertThat(Level.of(new float[0])).isEqualTo(floor);
    assertThat(Level.of(new float[100])).isEqualTo(floor);
    float[] faint = new float[100];
    Arrays.fill(faint, 1e-9f);
    assertThat(Level.of(faint)).isEqualTo(floor);
  }
}
