package io.earwitness.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.Golden;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.GraphSession;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextTowerTest {
  private static final float TOLERANCE = 1e-5f;

  private final Golden golden = Golden.load();
  private final Bundle bundle = TinyBundle.load();
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final TextTower tower = new TextTower(bundle);
  private final GraphSession graph =
      new OrtSessionOpener(RuntimeOptions.cpu(1))
          .open(bundle, GraphName.CLAP_TEXT, ExecutionProvider.CPU);

  @AfterEach
  void close() {
    graph.close();
    tower.close();
    alarms.shutdownNow();
  }

  @Test
  void embedsTextsAsPyTorchDoes() throws OrtException {
    List<String> texts = golden.texts().stream().map(Golden.Text::text).toList();

    float[][] embeddings = embed(texts);

    for (int i = 0; i < texts.size(); i++) {
      assertThat(embeddings[i])
          .containsExactly(golden.texts().get(i).embedding(), within(TOLERANCE));
    }
  }

  @Test
  void aTextsEmbeddingDoesNotDependOnTheOthers() throws OrtException {
    String text = golden.texts().get(0).text();

    float[][] together = embed(List.of("rain", text, "a dog and a door and a clock", text));

    assertThat(together[1])
        .containsExactly(embed(List.of(text))[0], within(1e-6f))
        .isEqualTo(together[3]);
    assertThat(together[0]).isNotEqualTo(together[1]);
  }

  @Test
  void cutsATextThatIsTooLong() throws OrtException {
    float[][] embeddings = embed(List.of("rain falls ".repeat(200), "rain falls ".repeat(201)));

    assertThat(embeddings[0]).isEqualTo(embeddings[1]);
  }

  private float[][] embed(List<String> texts) throws OrtException {
    try (RunDeadline deadline = RunDeadline.start(alarms, Duration.ofMinutes(1))) {
      return tower.embed(graph, texts, deadline);
    }
  }
}
