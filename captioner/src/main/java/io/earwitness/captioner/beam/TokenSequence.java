package io.earwitness.captioner.beam;

/**
 * A finished hypothesis. The array is held by reference and must not be changed.
 *
 * @param tokens {@code int[n]}, without the decoder's start token, the forced first token and the
 *     end token
 * @param generatedLength tokens after the decoder's start token, the forced ones and the end token
 *     included
 * @param logProbability sum of the tokens' log-probabilities; a forced token counts 0
 * @param score {@code logProbability} divided by Hugging Face's length to the power of the length
 *     penalty: the tokens with the decoder's start token, without the end token
 */
public record TokenSequence(
    int[] tokens, int generatedLength, double logProbability, double score) {}
