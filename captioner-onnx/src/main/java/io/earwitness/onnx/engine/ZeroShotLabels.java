package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.onnx.bundle.BundleManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sounds of a bundle without a label head: score = sigmoid(scale · cosine + bias) of the window's
 * and the prompt's embedding, the whole window as the span.
 */
final class ZeroShotLabels implements SoundLabels {
  private final BundleManifest.ZeroShot calibration;
  private final List<BundleManifest.Label> labels;
  private final float[][] prompts;

  /**
   * @param prompts {@code float[labels][embeddingDim]}: the embedding of each label's prompt
   */
  ZeroShotLabels(
      BundleManifest.ZeroShot calibration, List<BundleManifest.Label> labels, float[][] prompts) {
    this.calibration = calibration;
    this.labels = labels;
    this.prompts = prompts;
  }

  @Override
  public List<List<HeardSound>> find(
      AudioFeatures features, float[][] embeddings, List<Duration> lengths) {
    List<List<HeardSound>> found = new ArrayList<>();
    for (int clip = 0; clip < embeddings.length; clip++) {
      found.add(sounds(embeddings[clip], lengths.get(clip)));
    }
    return found;
  }

  private List<HeardSound> sounds(float[] embedding, Duration length) {
    List<HeardSound> sounds = new ArrayList<>();
    for (int label = 0; label < prompts.length; label++) {
      double cosine = Cosine.of(embedding, prompts[label]);
      double score = 1 / (1 + Math.exp(-(calibration.scale() * cosine + calibration.bias())));
      BundleManifest.Label kind = labels.get(label);
      if (score >= kind.threshold()) {
        sounds.add(new HeardSound(kind.name(), score, Duration.ZERO, length));
      }
    }
    sounds.sort(Comparator.comparingDouble(HeardSound::score).reversed());
    return sounds;
  }
}
