package io.earwitness.captioner.beam;

/**
 * Which hypotheses a search keeps for whoever chooses by more than probability: of all that the
 * beams would be if they ended where they are, at any step.
 *
 * @param most how many, the likeliest; 0 keeps those alone that Hugging Face keeps
 * @param leastEnd the lowest probability of the end there, 0 to 1: a sentence that hardly ends so
 *     ("a person") is a fragment
 */
public record Contenders(int most, double leastEnd) {
  public static final Contenders NONE = new Contenders(0, 0);

  /** Every end counts. */
  public static Contenders of(int most) {
    return new Contenders(most, 0);
  }

  double leastEndLogProbability() {
    return Math.log(leastEnd);
  }
}
