package io.earwitness.onnx.engine;

/** Cosine of two embeddings. */
final class Cosine {
  private Cosine() {}

  /** −1 to 1, for two vectors of one length, not necessarily normalised; 0 if either is 0. */
  static double of(float[] a, float[] b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    double scale = Math.sqrt(squareA * squareB);
    return scale == 0 ? 0 : Math.max(-1, Math.min(1, product / scale));
  }
}
