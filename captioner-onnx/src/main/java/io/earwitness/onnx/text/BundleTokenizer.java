package io.earwitness.onnx.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** A tokenizer of a bundle. Owns native memory; thread-safe until closed. */
public final class BundleTokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  private BundleTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** A tokenizer for captions, which never cuts a text. */
  public static BundleTokenizer load(Bundle bundle, BundleManifest.FileEntry file) {
    return load(bundle, file, Map.of("truncation", "false", "padding", "false"));
  }

  /** A tokenizer that cuts texts to {@code maxTokens} tokens, special ones included. */
  public static BundleTokenizer load(Bundle bundle, BundleManifest.FileEntry file, int maxTokens) {
    String most = String.valueOf(maxTokens);
    return load(
        bundle,
        file,
        Map.of(
            "truncation", "true", "maxLength", most, "modelMaxLength", most, "padding", "false"));
  }

  private static BundleTokenizer load(
      Bundle bundle, BundleManifest.FileEntry file, Map<String, String> options) {
    NativeTokenizers.load();
    try (ByteArrayInputStream json = new ByteArrayInputStream(bundle.read(file))) {
      return new BundleTokenizer(HuggingFaceTokenizer.newInstance(json, options));
    } catch (IOException | RuntimeException e) {
      throw new BundleException(
          "%s can't be loaded as a tokenizer: %s".formatted(bundle.where(file), e.getMessage()), e);
    }
  }

  /** Token ids of a text, with the special tokens that the tokenizer adds. */
  public long[] encode(String text) {
    return tokenizer.encode(text).getIds();
  }

  /** The text of token ids, without special tokens and without blanks at its ends. */
  public String decode(int[] tokens) {
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    return tokenizer.decode(ids, true).strip();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
