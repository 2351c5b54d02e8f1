package io.earwitness.captioner.rule;

import java.util.Arrays;

/**
 * The CLAP embedding of a rule's text. Immutable.
 *
 * @param values {@code float[embeddingDim]}, L2-normalised
 * @param modelSha256 of the bundle that made it, lower-case hex
 */
public record TextEmbedding(float[] values, String modelSha256) {
  /** Not made yet. */
  public static final TextEmbedding NONE = new TextEmbedding(new float[0], "");

  public TextEmbedding {
    values = values.clone();
  }

  /** A copy. */
  @Override
  public float[] values() {
    return values.clone();
  }

  public int dimension() {
    return values.length;
  }

  /** Whether audio embeddings of this bundle lie in the same space. */
  public boolean fits(String bundleSha256, int dimension) {
    return modelSha256.equals(bundleSha256) && values.length == dimension;
  }

  /**
   * The cosine with an audio embedding of the same length, both being normalised.
   *
   * @return −1 to 1
   */
  public double cosine(float[] audio) {
    // Four sums instead of one, since the JIT may not reorder a single chain of additions.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      s0 += values[i] * audio[i];
      s1 += values[i + 1] * audio[i + 1];
      s2 += values[i + 2] * audio[i + 2];
      s3 += values[i + 3] * audio[i + 3];
    }
    for (; i < values.length; i++) {
      s0 += values[i] * audio[i];
    }
    return (double) s0 + s1 + s2 + s3;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextEmbedding that
        && modelSha256.equals(that.modelSha256)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * modelSha256.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "TextEmbedding[%d values, model %s]".formatted(values.length, modelSha256);
  }
}
