package io.earwitness.captioner.caption;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a captioner made of one window.
 *
 * @param hypotheses best first, at least one
 * @param confidence how sure the best hypothesis is, 0 to 1: the chance that it is right where the
 *     model is calibrated, else its length-normalised probability exp(log-probability ÷ tokens)
 * @param clapAgreement cosine of the caption's text embedding and the window's audio embedding,
 *     where the model has a text tower
 * @param sounds what was heard, most probable first; empty if nothing reached its threshold
 * @param embedding {@code float[embeddingDim]}, L2-normalised CLAP audio embedding; empty where the
 *     model has none
 * @param batchSize windows in the run that this one was part of
 */
public record Captioning(
    List<Hypothesis> hypotheses,
    double confidence,
    OptionalDouble clapAgreement,
    List<HeardSound> sounds,
    float[] embedding,
    Instant inferenceBegan,
    Instant inferenceEnded,
    int batchSize) {
  public Captioning {
    hypotheses = List.copyOf(hypotheses);
    sounds = List.copyOf(sounds);
    if (hypotheses.isEmpty()) {
      throw new IllegalArgumentException("a captioning without a hypothesis");
    }
  }

  /** The caption. */
  public String text() {
    return hypotheses.get(0).text();
  }
}
