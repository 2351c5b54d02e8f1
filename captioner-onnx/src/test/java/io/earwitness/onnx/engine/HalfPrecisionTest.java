package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.caption.Captioner;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bundle in half precision, whose caches are 16 bits wide. Its graphs are those of the tiny
 * bundle after {@code quantise --precision fp16}; where the CPU can't compute in 16 bits, ONNX
 * Runtime does so in 32.
 */
class HalfPrecisionTest extends CaptionerContract {
  private static final Map<GraphName, String> GRAPHS =
      Map.of(
          GraphName.ENCODER, "encoder.onnx",
          GraphName.DECODER, "decoder.onnx",
          GraphName.CLAP_TEXT, "clap_text.onnx");

  @TempDir Path folder;

  @Override
  Captioner open() {
    TinyBundle.copy(folder, manifest -> manifest.withObject("/model").put("cacheType", "float16"));
    replaceGraphs();
    return OnnxCaptioner.load(
        Bundle.load(folder),
        EngineOptions.defaults().withRuntime(RuntimeOptions.cpu(1)),
        EngineListener.NONE);
  }

  @Test
  void graphsWhoseCachesAreNotOfTheManifestsTypeAreRefused(@TempDir Path other) {
    TinyBundle.copy(other, manifest -> manifest.withObject("/model").put("cacheType", "float16"));

    assertThatThrownBy(
            () ->
                OnnxCaptioner.load(
                    Bundle.load(other),
                    EngineOptions.defaults().withRuntime(RuntimeOptions.cpu(1)),
                    EngineListener.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is float[")
        .hasMessageContaining("expected float16[");
  }

  @Test
  void anotherTypeIsNoCacheType(@TempDir Path other) {
    TinyBundle.copy(other, manifest -> manifest.withObject("/model").put("cacheType", "int4"));

    assertThatThrownBy(() -> Bundle.load(other))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("model.cacheType is \"int4\", expected float32 or float16");
  }

  private void replaceGraphs() {
    GRAPHS.forEach(
        (graph, file) -> {
          try (InputStream bytes = getClass().getResourceAsStream("/tiny-graphs-fp16/" + file)) {
            TinyBundle.replaceGraph(folder, graph, bytes.readAllBytes());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
