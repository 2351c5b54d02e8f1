package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The bundle that travels with the repository keeps the engine's promises, trained weights and all.
 */
class DefaultBundleIT {
  private static final int WINDOWS = 8;
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir"), "..", "models", "default");

  private final Bundle bundle = Bundle.load(FOLDER);

  @Test
  void captionsAreTheSameAloneInABatchAndOnMoreThreads() {
    List<List<String>> alone = captions(1, 1);

    assertThat(captions(1, WINDOWS)).isEqualTo(alone);
    assertThat(captions(2, 3)).isEqualTo(alone);
    assertThat(alone).allSatisfy(hypotheses -> assertThat(hypotheses.get(0)).isNotBlank());
  }

  @Test
  void silenceIsNoSound() {
    try (OnnxCaptioner captioner = load(1, 1)) {
      float[] silence = new float[bundle.manifest().audio().windowSamples()];
      Captioning captioning =
          captioner
              .caption(new AudioWindow("feed", bundle.manifest().audio().sampleRate(), silence))
              .join();

      assertThat(captioning.sounds()).isEmpty();
    }
  }

  /** For each window the texts of its hypotheses, best first. */
  private List<List<String>> captions(int threads, int batch) {
    int samples = bundle.manifest().audio().windowSamples();
    try (OnnxCaptioner captioner = load(threads, batch)) {
      List<CompletableFuture<Captioning>> futures =
          IntStream.range(0, WINDOWS)
              .mapToObj(i -> captioner.caption(Windows.sound("feed" + i, i, samples)))
              .toList();
      return futures.stream()
          .map(CompletableFuture::join)
          .map(captioning -> captioning.hypotheses().stream().map(Hypothesis::text).toList())
          .toList();
    }
  }

  private OnnxCaptioner load(int threads, int batch) {
    EngineOptions options =
        EngineOptions.defaults()
            .withRuntime(RuntimeOptions.cpu(threads))
            .withBatch(batch, Duration.ofMillis(200));
    return OnnxCaptioner.load(bundle, options, EngineListener.NONE);
  }
}
