package io.earwitness.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.bundle.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelSessionsTest {
  private static final RuntimeOptions CPU = RuntimeOptions.cpu(1);

  @TempDir Path folder;

  @Test
  void opensEveryGraphFromAFolderAndFromTheClassPath() {
    Bundle resources =
        Bundle.load(BundleSource.resources(getClass().getClassLoader(), TinyBundle.RESOURCE));
    for (Bundle bundle : new Bundle[] {TinyBundle.load(), resources}) {
      try (ModelSessions sessions = open(bundle, CPU)) {
        assertThat(sessions.executionProvider()).isEqualTo("cpu");
        assertThat(bundle.manifest().graphs().keySet()).hasSize(5).allSatisfy(sessions::get);
        assertThatThrownBy(() -> sessions.get(GraphName.CODEC_STREAM))
            .hasMessageContaining("no graph codecStream");
      }
    }
  }

  @Test
  void namesATensorOfTheWrongShape() {
    TinyBundle.copy(folder, json -> json.withObject("model").put("headDim", 16));

    assertThatThrownBy(() -> open(Bundle.load(folder), CPU))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            folder
                + "/encoder.onnx: output cross_key.0 is float[batch, 4, positions, 8],"
                + " expected float[batch, 4, positions, 16]");
  }

  @Test
  void namesAMissingTensor() {
    TinyBundle.copy(
        folder,
        json -> {
          ObjectNode graphs = json.withObject("graphs");
          graphs.set("codec", graphs.get("clapAudio"));
        });

    assertThatThrownBy(() -> open(Bundle.load(folder), CPU))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            folder + "/clap_audio.onnx has no output codes, expected int64[batch, frames, 4]");
  }

  @Test
  void namesAnInputThatNothingFills() {
    TinyBundle.copy(folder, json -> json.withObject("model").put("decoderLayers", 1));

    assertThatThrownBy(() -> open(Bundle.load(folder), CPU))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("decoder.onnx wants an input")
        .hasMessageContaining("which nothing gives it");
  }

  @Test
  void namesAFileThatIsNoGraph() throws IOException {
    TinyBundle.copy(folder, json -> {});
    byte[] whole = Files.readAllBytes(folder.resolve("codec.onnx"));
    TinyBundle.replaceGraph(folder, GraphName.CODEC, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> open(Bundle.load(folder), CPU))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("codec.onnx can't be loaded as an ONNX graph");
  }

  @Test
  void refusesCudaInOneSentenceWhereThereIsNone() {
    assertThatThrownBy(() -> open(TinyBundle.load(), on(ExecutionProvider.CUDA, false)))
        .isInstanceOf(ExecutionProviderException.class)
        .hasMessageStartingWith("CUDA device 0 can't be used: ");
  }

  @Test
  void refusesTensorRtInOneSentenceWhereThereIsNone() {
    assertThatThrownBy(() -> open(TinyBundle.load(), on(ExecutionProvider.TENSORRT, false)))
        .isInstanceOf(ExecutionProviderException.class)
        .hasMessageStartingWith("TensorRT on CUDA device 0 can't be used: ");
  }

  @ParameterizedTest
  @EnumSource(names = {"CUDA", "TENSORRT"})
  void fallsBackToTheCpuAndSaysSo(ExecutionProvider provider) {
    try (ModelSessions sessions = open(TinyBundle.load(), on(provider, true))) {
      assertThat(sessions.executionProvider()).isEqualTo("cpu");
    }
  }

  @Test
  void closesWhatItOpenedWhenALaterGraphFails() {
    AtomicInteger open = new AtomicInteger();
    SessionOpener failsAtTheDecoder =
        (bundle, graph, provider) -> {
          if (graph == GraphName.DECODER) {
            throw new BundleException("no decoder");
          }
          open.incrementAndGet();
          return new CountingSession(open);
        };

    assertThatThrownBy(() -> ModelSessions.open(TinyBundle.load(), CPU, failsAtTheDecoder))
        .hasMessage("no decoder");
    assertThat(open).hasValue(0);
  }

  private static RuntimeOptions on(ExecutionProvider provider, boolean fallback) {
    return new RuntimeOptions(provider, fallback, 1, RuntimeOptions.Cuda.DEFAULT);
  }

  private static ModelSessions open(Bundle bundle, RuntimeOptions options) {
    return ModelSessions.open(bundle, options, new OrtSessionOpener(options));
  }

  private record CountingSession(AtomicInteger open) implements GraphSession {
    @Override
    public Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
