package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZeroShotLabelsTest {
  private static final double SCALE = 20;
  private static final double BIAS = -1;

  @TempDir Path folder;

  @Test
  void scoresComeFromTheCosineOfPromptAndSound() {
    Bundle bundle = bundleWithoutHead(0);
    try (OnnxCaptioner captioner = load(bundle)) {
      Captioning captioning = captioner.caption(Windows.sound("feed", 3)).join();

      List<BundleManifest.Label> labels = bundle.manifest().labels().items();
      List<float[]> prompts =
          captioner
              .textEmbedder()
              .orElseThrow()
              .embed(labels.stream().map(BundleManifest.Label::prompt).toList());
      assertThat(captioning.sounds()).hasSameSizeAs(labels);
      for (HeardSound sound : captioning.sounds()) {
        int label = captioner.info().labels().indexOf(sound.label());
        double cosine = Cosine.of(captioning.embedding(), prompts.get(label));
        double expected = 1 / (1 + Math.exp(-(SCALE * cosine + BIAS)));
        assertThat(sound.score()).isCloseTo(expected, within(1e-6));
        assertThat(sound.begin()).isEqualTo(Duration.ZERO);
        assertThat(sound.end()).isEqualTo(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void whatIsBelowItsThresholdIsNotHeard() {
    try (OnnxCaptioner captioner = load(bundleWithoutHead(1))) {
      assertThat(captioner.caption(Windows.sound("feed", 3)).join().sounds()).isEmpty();
    }
  }

  private Bundle bundleWithoutHead(double threshold) {
    TinyBundle.copy(
        folder,
        json -> {
          ObjectNode labels = json.withObject("labels");
          labels.put("head", false);
          labels.putObject("zeroShot").put("scale", SCALE).put("bias", BIAS);
          labels.get("items").forEach(item -> ((ObjectNode) item).put("threshold", threshold));
        });
    return Bundle.load(folder);
  }

  private static OnnxCaptioner load(Bundle bundle) {
    EngineOptions options = EngineOptions.defaults().withRuntime(RuntimeOptions.cpu(1));
    return OnnxCaptioner.load(bundle, options, EngineListener.NONE);
  }
}
