package io.earwitness.media;

/** Mixes channels. */
public final class Channels {
  private Channels() {}

  /**
   * The mean of the channels.
   *
   * @param interleaved {@code float[frames * channels]}
   * @return {@code float[frames]}; the array itself where there is one channel
   */
  public static float[] toMono(float[] interleaved, int channels) {
    if (channels == 1) {
      return interleaved;
    }
    float[] mono = new float[interleaved.length / channels];
    for (int frame = 0; frame < mono.length; frame++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += interleaved[frame * channels + channel];
      }
      mono[frame] = sum / channels;
    }
    return mono;
  }
}
