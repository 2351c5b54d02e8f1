package io.earwitness.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkDecoder;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.MalformedAudioException;
import io.earwitness.captioner.audio.MalformedAudioException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaChunkDecoderTest {
  private static final double SIXTEEN_BIT_STEP = 1.0 / 32768;

  private final ChunkDecoder decoder = new MediaChunkDecoder();

  @ParameterizedTest
  @CsvSource({
    "8000, 1, 8000",
    "44100, 2, 44100",
    "48000, 1, 47999",
    "16000, 6, 1",
    "96000, 1, 90000"
  })
  void flacGivesBackItsSamplesToTheSixteenthBit(int hertz, int channels, int frames)
      throws Exception {
    AudioFormat format = Tones.format(hertz, channels);
    float[] sound = Tones.sine(format, frames);
    byte[] payload = ChunkEncoder.encode(format, ChunkEncoding.FLAC, sound);
    float[] mono = decoder.decodeMono(format, ChunkEncoding.FLAC, payload, frames);
    assertThat(mono).hasSize(frames);
    assertThat(Tones.distance(mono, Tones.mono(sound, channels))).isLessThan(SIXTEEN_BIT_STEP);
  }

  @ParameterizedTest
  @CsvSource({"1, 48000", "2, 48000", "1, 47777", "1, 500"})
  void opusGivesBackExactlyItsSamples(int channels, int frames) throws Exception {
    AudioFormat format = Tones.format(48_000, channels);
    float[] sound = Tones.sine(format, frames);
    byte[] payload = ChunkEncoder.encode(format, ChunkEncoding.OPUS, sound);
    float[] mono = decoder.decodeMono(format, ChunkEncoding.OPUS, payload, frames);
    assertThat(mono).hasSize(frames);
    // Lossy, but in time: a shift by a quarter of a period would be as far off as silence.
    assertThat(Tones.distance(mono, Tones.mono(sound, channels))).isLessThan(0.1);
  }

  @Test
  void pcmGoesToTheCore() throws Exception {
    AudioFormat format = Tones.format(16_000, 2);
    float[] sound = Tones.sine(format, 100);
    byte[] payload = ChunkEncoder.encode(format, ChunkEncoding.PCM_F32LE, sound);
    assertThat(decoder.decodeMono(format, ChunkEncoding.PCM_F32LE, payload, 100))
        .containsExactly(Tones.mono(sound, 2));
  }

  @Test
  void saysThatThePayloadHoldsAnotherNumberOfSamples() throws Exception {
    AudioFormat format = Tones.format(16_000, 1);
    byte[] payload = ChunkEncoder.encode(format, ChunkEncoding.FLAC, Tones.sine(format, 16_000));
    assertRefused(format, payload, 15_999, Reason.SAMPLE_COUNT_MISMATCH, "16000");
    assertRefused(format, payload, 16_001, Reason.SAMPLE_COUNT_MISMATCH, "16000");
  }

  @Test
  void refusesWhatIsNotFlac() {
    AudioFormat format = Tones.format(16_000, 1);
    byte[] garbage = new byte[5_000];
    new java.util.Random(1).nextBytes(garbage);
    assertRefused(format, garbage, 16_000, Reason.UNDECODABLE_PAYLOAD, "FLAC");
    assertRefused(format, new byte[0], 16_000, Reason.UNDECODABLE_PAYLOAD, "FLAC");
  }

  @Test
  void refusesATruncatedPayload() throws Exception {
    AudioFormat format = Tones.format(16_000, 1);
    byte[] payload = ChunkEncoder.encode(format, ChunkEncoding.FLAC, Tones.sine(format, 16_000));
    for (int kept = 0; kept < payload.length; kept += 997) {
      byte[] cut = Arrays.copyOf(payload, kept);
      assertThatThrownBy(() -> decoder.decodeMono(format, ChunkEncoding.FLAC, cut, 16_000))
          .as("the first %d bytes", kept)
          .isInstanceOf(MalformedAudioException.class);
    }
  }

  @Test
  void refusesAnotherFormatThanTheChunkSays() throws Exception {
    AudioFormat format = Tones.format(16_000, 1);
    byte[] payload = ChunkEncoder.encode(format, ChunkEncoding.FLAC, Tones.sine(format, 16_000));
    assertRefused(Tones.format(8_000, 1), payload, 16_000, Reason.UNDECODABLE_PAYLOAD, "16000 Hz");
    assertRefused(
        Tones.format(16_000, 2), payload, 16_000, Reason.UNDECODABLE_PAYLOAD, "1 channels");
  }

  @Test
  void refusesOpusAtAnotherRate() {
    AudioFormat format = Tones.format(16_000, 1);
    assertThatThrownBy(
            () -> ChunkEncoder.encode(format, ChunkEncoding.OPUS, Tones.sine(format, 16_000)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("48000 Hz");
  }

  private void assertRefused(
      AudioFormat format, byte[] payload, int sampleCount, Reason reason, String part) {
    assertThatThrownBy(() -> decoder.decodeMono(format, ChunkEncoding.FLAC, payload, sampleCount))
        .isInstanceOfSatisfying(
            MalformedAudioException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(part);
  }
}
