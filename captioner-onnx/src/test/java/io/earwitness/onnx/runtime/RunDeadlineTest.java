package io.earwitness.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.bundle.TinyBundle;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunDeadlineTest {
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final OrtSessionOpener opener = new OrtSessionOpener(RuntimeOptions.cpu(1));

  @TempDir Path folder;

  @AfterEach
  void stopAlarms() {
    alarms.shutdownNow();
  }

  @Test
  void endsARunThatWouldNeverEnd() throws Exception {
    Bundle bundle = bundleWithAnEndlessCodec();
    try (GraphSession codec = opener.open(bundle, GraphName.CODEC, ExecutionProvider.CPU);
        OnnxTensor waveform = waveform();
        RunDeadline deadline = RunDeadline.start(alarms, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> codec.run(Map.of("waveform", waveform), deadline))
          .isInstanceOf(OrtException.class);
      assertThat(deadline.expired()).isTrue();
    }
  }

  @Test
  void leavesARunInTimeAlone() throws Exception {
    try (GraphSession codec =
            opener.open(TinyBundle.load(), GraphName.CODEC, ExecutionProvider.CPU);
        OnnxTensor waveform = waveform();
        RunDeadline deadline = RunDeadline.start(alarms, Duration.ofMinutes(1));
        Tensors outputs = codec.run(Map.of("waveform", waveform), deadline)) {
      assertThat(outputs.shape("codes")).startsWith(1).endsWith(4);
      assertThat(deadline.expired()).isFalse();
    }
  }

  private Bundle bundleWithAnEndlessCodec() throws IOException {
    TinyBundle.copy(folder, json -> {});
    try (var graph = getClass().getResourceAsStream("/endless-codec.onnx")) {
      TinyBundle.replaceGraph(folder, GraphName.CODEC, graph.readAllBytes());
    }
    return Bundle.load(folder);
  }

  private static OnnxTensor waveform() throws OrtException {
    return Ort.floats(FloatBuffer.wrap(new float[16_000]), 1, 16_000);
  }
}
