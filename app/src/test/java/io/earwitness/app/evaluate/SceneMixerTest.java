package io.earwitness.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.SampleRate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneMixerTest {
  private static final SampleRate RATE = new SampleRate(8_000);
  private static final int WINDOW = 80_000;

  private final List<Recording> recordings =
      List.of(tone("dog", 0.9f), tone("rain", 0.5f), tone("door", 0.7f));

  @Test
  void theSameSeedMixesTheSameScenes() {
    SceneMixer one = mixer(3);
    SceneMixer other = mixer(3);
    for (int i = 0; i < 5; i++) {
      Scene scene = one.mix(Layout.TOGETHER);
      Scene again = other.mix(Layout.TOGETHER);
      assertThat(scene.samples()).isEqualTo(again.samples());
      assertThat(scene.truth()).isEqualTo(again.truth()).doesNotHaveDuplicates().hasSize(2);
    }
    assertThat(mixer(4).mix(Layout.TOGETHER).samples())
        .isNotEqualTo(mixer(3).mix(Layout.TOGETHER).samples());
  }

  @Test
  void aSequenceHasASoundInEachHalfInTheOrderOfItsTruth() {
    SceneMixer mixer = mixer(1);
    for (int i = 0; i < 20; i++) {
      Scene scene = mixer.mix(Layout.SEQUENCE);
      assertThat(scene.samples()).hasSize(WINDOW);
      assertThat(energy(scene, 0, WINDOW * 2 / 5 + WINDOW / 5)).isPositive();
      assertThat(energy(scene, WINDOW * 2 / 5, WINDOW)).isPositive();
    }
  }

  @Test
  void emptyScenesHoldNoKind() {
    SceneMixer mixer = mixer(1);
    List<Scene> scenes = java.util.stream.Stream.generate(mixer::empty).limit(30).toList();
    assertThat(scenes).allMatch(scene -> scene.truth().isEmpty());
    assertThat(scenes.stream().map(Scene::name)).contains("silence", "hum", "noise");
  }

  @Test
  void trimsTheQuietAndScalesThePeak() {
    float[] samples = new float[8_000];
    for (int i = 3_000; i < 4_000; i++) {
      samples[i] = 0.25f;
    }
    float[] sound = Trim.sound(samples, RATE);
    assertThat(sound.length).isBetween(1_000, 1_800);
    assertThat(sound).contains(1f);
    assertThat(Trim.sound(new float[100], RATE)).isEmpty();
  }

  private SceneMixer mixer(long seed) {
    return new SceneMixer(recordings, RATE, WINDOW, seed);
  }

  private static double energy(Scene scene, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += scene.samples()[i] * scene.samples()[i];
    }
    return sum;
  }

  private static Recording tone(String label, float level) {
    float[] samples = new float[12_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = level * (float) Math.sin(i * 0.3);
    }
    return new Recording(
        new LabelledFile(label + ".wav", Path.of(label + ".wav"), label, 1), samples);
  }
}
