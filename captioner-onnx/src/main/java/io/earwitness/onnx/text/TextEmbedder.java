package io.earwitness.onnx.text;

import java.util.List;

/**
 * Puts texts into the space of the audio embeddings, so that their cosine says how well they fit.
 */
@FunctionalInterface
public interface TextEmbedder {

  /**
   * @return for each text {@code float[embeddingDim]}, L2-normalised, whatever the other texts are
   * @throws io.earwitness.captioner.caption.CaptioningException if the model fails, or was closed
   */
  List<float[]> embed(List<String> texts);
}
