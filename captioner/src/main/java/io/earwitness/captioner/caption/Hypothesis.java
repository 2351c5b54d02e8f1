package io.earwitness.captioner.caption;

/**
 * A caption and how likely the model holds it.
 *
 * @param logProbability natural logarithm of the whole token sequence's probability
 * @param score {@code logProbability} divided by the sequence's length to the power of the length
 *     penalty; hypotheses are ranked by it
 */
public record Hypothesis(String text, double logProbability, double score) {}
