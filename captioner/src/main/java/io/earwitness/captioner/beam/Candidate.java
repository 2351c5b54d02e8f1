package io.earwitness.captioner.beam;

/**
 * A beam and a token that could follow it.
 *
 * @param score log-probability of the whole sequence, in Hugging Face's single precision, so that
 *     near ties fall alike
 */
record Candidate(int beam, int token, float score) {}
