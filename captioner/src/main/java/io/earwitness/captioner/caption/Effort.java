package io.earwitness.captioner.caption;

/** How much work a captioner puts into a window's caption. What it hears is the same. */
public enum Effort {
  /** As the model's own decode settings say. */
  FULL,
  /** A search that follows one hypothesis at a time, and gives no alternatives. */
  LEAST;

  private static final int ONE_BEAM = 1;

  /** What becomes of a model's decode settings. */
  public DecodeSettings of(DecodeSettings full) {
    return this == FULL ? full : full.withBeams(ONE_BEAM);
  }
}
