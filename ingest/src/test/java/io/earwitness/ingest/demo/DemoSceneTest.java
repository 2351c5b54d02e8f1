package io.earwitness.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoSceneTest {
  private static final SampleRate RATE = new SampleRate(16_000);
  private static final int SECOND = RATE.hertz();

  @Test
  void isTheSameForTheSameSeedHoweverItIsRead() {
    float[] whole = new DemoScene(7, RATE).read(60 * SECOND);
    var inParts = new DemoScene(7, RATE);
    int position = 0;
    while (position < whole.length) {
      float[] part = inParts.read(Math.min(7_001, whole.length - position));
      assertThat(part).containsExactly(Arrays.copyOfRange(whole, position, position + part.length));
      position += part.length;
    }
  }

  @Test
  void differsFromSeedToSeedAndNeverRepeatsAnAct() {
    assertThat(new DemoScene(1, RATE).read(SECOND))
        .isNotEqualTo(new DemoScene(2, RATE).read(SECOND));
    Set<List<GroundTruth>> acts = new HashSet<>();
    for (int act = 0; act < 50; act++) {
      Act painted = Act.paint(act, 0, RATE.hertz());
      assertThat(painted.sounds().isEmpty() || acts.add(painted.sounds())).isTrue();
    }
  }

  @Test
  void playsEveryKindOfSoundAndStaysInRange() {
    var scene = new DemoScene(3, RATE);
    Set<DemoSound> heard = new HashSet<>();
    for (int second = 0; second < 1_500; second++) {
      float[] samples = scene.read(SECOND);
      assertThat(Level.of(samples).peakDbfs()).isLessThanOrEqualTo(0.0).isGreaterThan(-90);
      scene
          .groundTruth((long) second * SECOND, (second + 1L) * SECOND)
          .forEach(truth -> heard.add(truth.sound()));
    }
    assertThat(heard).containsExactlyInAnyOrder(DemoSound.values());
  }

  @Test
  void isLouderWhereItSaysThatSomethingSounds() {
    for (long seed = 0; seed < 40; seed++) {
      requireLoudForeground(Act.paint(seed, 1_000, RATE.hertz()));
    }
  }

  private static void requireLoudForeground(Act act) {
    Level quiet = Level.of(Arrays.copyOf(act.samples(), SECOND));
    for (GroundTruth truth : act.sounds()) {
      int first = (int) (truth.firstSample() - 1_000);
      if (first > 0) { // weather begins with the act, so there is nothing to compare it with
        int end = (int) Math.min(act.samples().length, truth.endSample() - 1_000);
        Level during = Level.of(Arrays.copyOfRange(act.samples(), first, end));
        assertThat(during.peakDbfs()).as("%s", truth).isGreaterThan(quiet.peakDbfs());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DemoSound.class)
  void everySoundIsHeardAndNoTwoRenderingsAreAlike(DemoSound sound) {
    Sketch one = sound.render(4, RATE.hertz(), new SplittableRandom(1));
    Sketch other = sound.render(4, RATE.hertz(), new SplittableRandom(2));
    assertThat(one.samples()).hasSize(4 * SECOND).isNotEqualTo(other.samples());
    assertThat(Level.of(one.samples()).rmsDbfs()).isBetween(-45.0, -3.0);
  }

  @Test
  void smokeAlarmBeepsThreeTimesAndPauses() {
    float[] alarm =
        DemoSound.SMOKE_ALARM.render(4, RATE.hertz(), new SplittableRandom(1)).samples();
    for (int half = 0; half < 8; half++) {
      Level level = Level.of(Arrays.copyOfRange(alarm, half * SECOND / 2, (half + 1) * SECOND / 2));
      boolean beeps = half == 0 || half == 2 || half == 4;
      assertThat(level.rmsDbfs() > -12).as("half second %d", half).isEqualTo(beeps);
    }
  }
}
