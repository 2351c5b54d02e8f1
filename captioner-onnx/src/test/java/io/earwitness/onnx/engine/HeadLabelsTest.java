package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.onnx.bundle.BundleManifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadLabelsTest {
  private final HeadLabels labels =
      new HeadLabels(
          new BundleManifest.Labels(
              true,
              2.0,
              Optional.empty(),
              List.of(
                  new BundleManifest.Label("dog", "a dog barks", 0.5, Optional.empty()),
                  new BundleManifest.Label("rain", "rain falls", 0.2, Optional.empty()))));

  @Test
  void aRunOfFramesAtTheThresholdIsOneSpanWithItsHighestScore() {
    float[][] scores = {{0.1f, 0}, {0.5f, 0}, {0.9f, 0}, {0.7f, 0}, {0.49f, 0}};

    assertThat(labels.spans(scores, millis(2_500)))
        .containsExactly(new HeardSound("dog", 0.9f, millis(500), millis(2_000)));
  }

  @Test
  void twoRunsAreTwoSpansAndTheMostProbableComesFirst() {
    float[][] scores = {{0.6f, 0.3f}, {0, 0.3f}, {0.8f, 0.3f}};

    assertThat(labels.spans(scores, millis(1_500)))
        .containsExactly(
            new HeardSound("dog", 0.8f, millis(1_000), millis(1_500)),
            new HeardSound("dog", 0.6f, millis(0), millis(500)),
            new HeardSound("rain", 0.3f, millis(0), millis(1_500)));
  }

  @Test
  void spansEndWithTheWindowAndPaddingIsSilent() {
    float[][] scores = {{0.6f, 0}, {0.6f, 0}, {0.9f, 0}, {0.9f, 0}};

    assertThat(labels.spans(scores, millis(700)))
        .containsExactly(new HeardSound("dog", 0.6f, millis(0), millis(700)));
  }

  @Test
  void nothingAtTheThresholdIsNothingHeard() {
    assertThat(labels.spans(new float[][] {{0.4f, 0.1f}}, millis(500))).isEmpty();
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
