package io.earwitness.captioner.audio;

/** Turns a chunk's payload into samples. Implementations are safe for use by several threads. */
public interface ChunkDecoder {
  /**
   * Decodes one payload and mixes it to one channel (the mean of its channels).
   *
   * @param sampleCount what the payload must hold, per channel
   * @return {@code float[sampleCount]}, at the format's rate
   * @throws MalformedAudioException if the payload does not decode, holds another number of
   *     samples, or a sample is NaN or infinite
   */
  float[] decodeMono(AudioFormat format, ChunkEncoding encoding, byte[] payload, int sampleCount)
      throws MalformedAudioException;
}
