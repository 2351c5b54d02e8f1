package io.earwitness.captioner.caption;

/**
 * How captions are searched for, with the names and meaning of Hugging Face's {@code generate}.
 *
 * @param beams hypotheses kept per window
 * @param maxLength most tokens in a sequence, the decoder's start token included
 * @param noRepeatNgram no n-gram of this length occurs twice; 0 for no ban
 * @param lengthPenalty exponent of the length by which a finished hypothesis' score is divided
 * @param earlyStopping stop as soon as {@code beams} hypotheses are finished
 */
public record DecodeSettings(
    int beams, int maxLength, int noRepeatNgram, double lengthPenalty, boolean earlyStopping) {
  public DecodeSettings {
    if (beams < 1 || beams > 16) {
      throw new IllegalArgumentException("beams = %d is outside 1 to 16".formatted(beams));
    }
    if (maxLength < 2 || maxLength > 1024) {
      throw new IllegalArgumentException(
          "maxLength = %d is outside 2 to 1024".formatted(maxLength));
    }
    if (noRepeatNgram < 0) {
      throw new IllegalArgumentException("noRepeatNgram = %d is negative".formatted(noRepeatNgram));
    }
  }

  /** The same with another number of beams. */
  public DecodeSettings withBeams(int other) {
    return new DecodeSettings(other, maxLength, noRepeatNgram, lengthPenalty, earlyStopping);
  }

  /** The same with another limit of a sequence's tokens. */
  public DecodeSettings withMaxLength(int other) {
    return new DecodeSettings(beams, other, noRepeatNgram, lengthPenalty, earlyStopping);
  }
}
