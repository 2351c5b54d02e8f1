package io.earwitness.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.Golden;
import io.earwitness.onnx.bundle.TinyBundle;
import org.junit.jupiter.api.Test;

class BundleTokenizerTest {
  private final Bundle bundle = TinyBundle.load();
  private final Golden golden = Golden.load();

  @Test
  void encodesAsTheTokenizerWasTrained() {
    try (BundleTokenizer tokenizer = BundleTokenizer.load(bundle, bundle.manifest().tokenizer())) {
      for (Golden.Text text : golden.texts()) {
        assertThat(tokenizer.encode(text.text())).isEqualTo(text.inputIds());
      }
    }
  }

  @Test
  void decodesWithoutSpecialTokens() {
    try (BundleTokenizer tokenizer = BundleTokenizer.load(bundle, bundle.manifest().tokenizer())) {
      for (Golden.Clip clip : golden.clips()) {
        for (Golden.Caption caption : clip.beams()) {
          assertThat(tokenizer.decode(caption.tokens())).isEqualTo(caption.text().strip());
        }
      }
    }
  }

  @Test
  void cutsToTheModelsLengthAndKeepsTheEnd() {
    int maxTokens = 6;
    try (BundleTokenizer tokenizer =
        BundleTokenizer.load(bundle, bundle.manifest().tokenizer(), maxTokens)) {
      long[] tokens = tokenizer.encode("someone is speaking, then a dog barks in the distance");

      assertThat(tokens).hasSize(maxTokens).startsWith(0).endsWith(2);
    }
  }

  @Test
  void namesAFileThatIsNoTokenizer() {
    assertThatThrownBy(
            () -> BundleTokenizer.load(bundle, new BundleManifest.FileEntry("golden.json", "")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("golden.json can't be loaded as a tokenizer: ");
  }
}
