package io.earwitness.captioner.audio;

import io.earwitness.captioner.audio.MalformedAudioException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decodes the two PCM encodings. */
public final class PcmChunkDecoder implements ChunkDecoder {
  private static final float S16_FULL_SCALE = 32_768f;

  @Override
  public float[] decodeMono(
      AudioFormat format, ChunkEncoding encoding, byte[] payload, int sampleCount)
      throws MalformedAudioException {
    if (encoding.pcmSampleBytes() == 0) {
      throw new MalformedAudioException(
          Reason.UNDECODABLE_PAYLOAD, "%s is no PCM encoding".formatted(encoding));
    }
    int channels = format.channels();
    long expected = (long) sampleCount * channels * encoding.pcmSampleBytes();
    if (payload.length != expected) {
      throw new MalformedAudioException(
          Reason.SAMPLE_COUNT_MISMATCH,
          "%d samples of %d channel(s) in %s need %d bytes, the payload has %d"
              .formatted(sampleCount, channels, encoding, expected, payload.length));
    }
    ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    float[] mono = new float[sampleCount];
    for (int i = 0; i < sampleCount; i++) {
      // In double, so that the sum of finite channels is finite.
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum +=
            encoding == ChunkEncoding.PCM_S16LE
                ? bytes.getShort() / S16_FULL_SCALE
                : bytes.getFloat();
      }
      if (!Double.isFinite(sum)) {
        throw new MalformedAudioException(
            Reason.NOT_A_NUMBER, "sample %d of %d is NaN or infinite".formatted(i, sampleCount));
      }
      mono[i] = (float) (sum / channels);
    }
    return mono;
  }
}
