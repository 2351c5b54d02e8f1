package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.HeardSound;
import java.time.Duration;
import java.util.List;

/** The kinds of sound that a bundle names, found in a batch. Thread-safe. */
interface SoundLabels {

  /**
   * @param embeddings {@code float[batch][embeddingDim]}
   * @param lengths each window's own length, without padding
   * @return for each window what reached its threshold, most probable first
   */
  List<List<HeardSound>> find(AudioFeatures features, float[][] embeddings, List<Duration> lengths);
}
