package io.earwitness.captioner.audio;

/**
 * What holds for all chunks of one session.
 *
 * @param channels from 1 to {@link #MOST_CHANNELS}
 */
public record AudioFormat(SampleRate rate, int channels) {
  public static final int MOST_CHANNELS = 32;

  public AudioFormat {
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "%d channels are outside 1 to %d".formatted(channels, MOST_CHANNELS));
    }
  }
}
