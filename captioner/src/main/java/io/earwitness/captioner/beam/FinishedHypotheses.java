package io.earwitness.captioner.beam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The best finished sequences of one search (Hugging Face's {@code BeamHypotheses}). */
final class FinishedHypotheses {
  private final int most;
  private final double lengthPenalty;
  private final boolean earlyStopping;

  /** Best first; of equal ones that which came later. */
  private final List<TokenSequence> hypotheses = new ArrayList<>();

  FinishedHypotheses(int most, double lengthPenalty, boolean earlyStopping) {
    this.most = most;
    this.lengthPenalty = lengthPenalty;
    this.earlyStopping = earlyStopping;
  }

  /** The length-normalised score of a sequence of {@code length} tokens, its end not counted. */
  double score(double logProbability, int length) {
    return logProbability / Math.pow(length, lengthPenalty);
  }

  /** Takes a hypothesis if it is among the best. */
  void offer(TokenSequence hypothesis) {
    if (hypotheses.size() == most && hypothesis.score() <= worstScore()) {
      return;
    }
    hypotheses.add(0, hypothesis);
    hypotheses.sort(Comparator.comparingDouble(TokenSequence::score).reversed());
    if (hypotheses.size() > most) {
      hypotheses.remove(hypotheses.size() - 1);
    }
  }

  /**
   * Whether no open sequence can be of any more use.
   *
   * @param bestLogProbability of all sequences that are continued
   * @param length of those sequences
   */
  boolean suffice(double bestLogProbability, int length) {
    if (hypotheses.size() < most) {
      return false;
    }
    return earlyStopping || worstScore() >= score(bestLogProbability, length);
  }

  boolean isEmpty() {
    return hypotheses.isEmpty();
  }

  List<TokenSequence> bestFirst() {
    return List.copyOf(hypotheses);
  }

  private double worstScore() {
    return hypotheses.get(hypotheses.size() - 1).score();
  }
}
