package io.earwitness.onnx.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedKindsTest {
  private final NamedKinds kinds =
      new NamedKinds(
          List.of(
              new BundleManifest.Label("dog_bark", "a dog barks", 0.5, Optional.of("\\bdogs?\\b")),
              new BundleManifest.Label("door_slam", "a door slams", 0.5, Optional.empty())));

  @Test
  void findsKindsInTheOrderInWhichTheyAreNamed() {
    assertThat(kinds.in("After a door slam, two Dogs bark"))
        .containsExactly("door_slam", "dog_bark");
  }

  @Test
  void knowsACaptionThatSaysAThingTwice() {
    NamedKinds shaver =
        new NamedKinds(
            List.of(
                new BundleManifest.Label(
                    "shaver", "a shaver buzzes", 0.5, Optional.of("\\b(shav\\w*|razors?)\\b"))));
    assertThat(kinds.repeats("a dog barks while two dogs are barking")).isTrue();
    assertThat(kinds.repeats("a dog barks, then a door slam")).isFalse();
    assertThat(shaver.repeats("someone shaves with an electric razor")).isFalse();
    assertThat(shaver.repeats("someone shaves, then someone is shaving")).isTrue();
  }

  @Test
  void findsWholeWordsOnly() {
    assertThat(kinds.in("a hotdog, a doors slammer")).isEmpty();
  }
}
