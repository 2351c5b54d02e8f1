package io.earwitness.captioner.rule;

/**
 * Why a rule can't work.
 *
 * @param field as a path: {@code conditions[1].sound.threshold}
 * @param value as its author wrote it
 * @param wrong what is wrong with it: "is outside 0 to 1"
 */
public record RuleProblem(String field, String value, String wrong) {

  /** The problem as one sentence. */
  public String sentence() {
    return "%s = %s %s".formatted(field, value, wrong);
  }
}
