package io.earwitness.captioner.beam;

import java.util.OptionalInt;

/**
 * The token ids that mean something to beam search, with Hugging Face's names.
 *
 * @param decoderStart every sequence begins with it
 * @param eos ends a sequence
 * @param pad what a finished search feeds the decoder
 * @param forcedBos the first token after {@code decoderStart}
 * @param forcedEos the token at the maximum length
 */
public record SpecialTokens(
    int decoderStart, int bos, int eos, int pad, OptionalInt forcedBos, OptionalInt forcedEos) {
  public SpecialTokens {
    if (forcedBos.isPresent() && forcedBos.getAsInt() == eos) {
      throw new IllegalArgumentException(
          "the forced first token %d is the end of the sequence".formatted(eos));
    }
  }
}
