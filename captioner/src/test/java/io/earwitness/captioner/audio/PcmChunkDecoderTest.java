package io.earwitness.captioner.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.earwitness.captioner.audio.MalformedAudioException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PcmChunkDecoderTest {
  private static final AudioFormat MONO = new AudioFormat(new SampleRate(8_000), 1);
  private static final AudioFormat STEREO = new AudioFormat(new SampleRate(8_000), 2);

  private final PcmChunkDecoder decoder = new PcmChunkDecoder();

  @Test
  void sixteenBitSamplesReachFromMinusOneToJustBelowOne() throws MalformedAudioException {
    byte[] payload = {0, 0, 0, (byte) 0x80, (byte) 0xFF, 0x7F, 0, 0x40};
    assertThat(decoder.decodeMono(MONO, ChunkEncoding.PCM_S16LE, payload, 4))
        .containsExactly(0, -1, 32_767 / 32_768f, 0.5f);
  }

  @Test
  void channelsAreMixedToTheirMean() throws MalformedAudioException {
    assertThat(decoder.decodeMono(STEREO, ChunkEncoding.PCM_F32LE, floats(0.5f, -0.25f, 1, 1), 2))
        .containsExactly(0.125f, 1);
    float huge = Float.MAX_VALUE;
    assertThat(decoder.decodeMono(STEREO, ChunkEncoding.PCM_F32LE, floats(huge, huge), 1))
        .containsExactly(huge);
  }

  @Test
  void notANumberAndInfinityAreRefusedWithTheirPlace() {
    assertThatExceptionOfType(MalformedAudioException.class)
        .isThrownBy(
            () -> decoder.decodeMono(MONO, ChunkEncoding.PCM_F32LE, floats(0, Float.NaN, 0), 3))
        .withMessageContaining("sample 1 of 3")
        .extracting(MalformedAudioException::reason)
        .isEqualTo(Reason.NOT_A_NUMBER);
    float infinity = Float.POSITIVE_INFINITY;
    assertThatExceptionOfType(MalformedAudioException.class)
        .isThrownBy(
            () -> decoder.decodeMono(STEREO, ChunkEncoding.PCM_F32LE, floats(infinity, 0), 1));
  }

  @Test
  void aPayloadOfAnotherLengthIsRefused() {
    assertThatExceptionOfType(MalformedAudioException.class)
        .isThrownBy(() -> decoder.decodeMono(STEREO, ChunkEncoding.PCM_S16LE, new byte[6], 2))
        .withMessageContaining("need 8 bytes, the payload has 6")
        .extracting(MalformedAudioException::reason)
        .isEqualTo(Reason.SAMPLE_COUNT_MISMATCH);
  }

  @Test
  void otherEncodingsAreNotDecoded() {
    assertThatExceptionOfType(MalformedAudioException.class)
        .isThrownBy(() -> decoder.decodeMono(MONO, ChunkEncoding.FLAC, new byte[6], 3))
        .withMessageContaining("FLAC")
        .extracting(MalformedAudioException::reason)
        .isEqualTo(Reason.UNDECODABLE_PAYLOAD);
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
