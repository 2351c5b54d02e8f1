package io.earwitness.onnx.text;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.runtime.GraphSession;
import io.earwitness.onnx.runtime.Ort;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** CLAP's text tower: tokenizer and graph. Owns the tokenizer; thread-safe until closed. */
public final class TextTower implements AutoCloseable {
  private final BundleTokenizer tokenizer;
  private final int embeddingDim;

  /** Loads the tokenizer of a bundle that has a text tower. */
  public TextTower(Bundle bundle) {
    BundleManifest.TextTokenizer entry = bundle.manifest().textTokenizer().orElseThrow();
    tokenizer = BundleTokenizer.load(bundle, entry.entry(), entry.maxTokens());
    embeddingDim = bundle.manifest().model().embeddingDim();
  }

  /**
   * Embeds texts. Those of equally many tokens share a run: nothing is padded, so a text's
   * embedding does not depend on its company.
   *
   * @return {@code float[texts][embeddingDim]}, L2-normalised
   */
  public float[][] embed(GraphSession clapText, List<String> texts, RunDeadline deadline)
      throws OrtException {
    float[][] embeddings = new float[texts.size()][];
    Map<Integer, List<Tokenized>> byLength = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      long[] tokens = tokenizer.encode(texts.get(i));
      byLength
          .computeIfAbsent(tokens.length, length -> new ArrayList<>())
          .add(new Tokenized(i, tokens));
    }
    for (List<Tokenized> equallyLong : byLength.values()) {
      float[] flat = run(clapText, equallyLong, deadline);
      for (int i = 0; i < equallyLong.size(); i++) {
        embeddings[equallyLong.get(i).index()] =
            Arrays.copyOfRange(flat, i * embeddingDim, (i + 1) * embeddingDim);
      }
    }
    return embeddings;
  }

  /** {@code float[batch · embeddingDim]} */
  private static float[] run(GraphSession clapText, List<Tokenized> batch, RunDeadline deadline)
      throws OrtException {
    int length = batch.get(0).tokens().length;
    long[] ids = batch.stream().flatMapToLong(text -> Arrays.stream(text.tokens())).toArray();
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (OnnxTensor inputIds = Ort.longs(ids, batch.size(), length);
        OnnxTensor attentionMask = Ort.longs(mask, batch.size(), length);
        Tensors outputs =
            clapText.run(
                Map.of("input_ids", inputIds, "attention_mask", attentionMask), deadline)) {
      return outputs.floats("embedding");
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /**
   * @param index the text's place in the call
   */
  private record Tokenized(int index, long[] tokens) {}
}
