package io.earwitness.captioner.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.DeadLetter.Reason;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkValidatorTest {
  private static final AudioFormat STEREO = new AudioFormat(new SampleRate(8_000), 2);

  private final ChunkValidator validator = new ChunkValidator(1_000_000);

  @Test
  void aSoundChunkIsTaken() {
    assertThat(validator.check(chunk("feed", 0, 100, ChunkEncoding.PCM_S16LE, 400))).isEmpty();
    assertThat(validator.check(chunk("feed", 0, 100, ChunkEncoding.PCM_F32LE, 800))).isEmpty();
    assertThat(validator.check(chunk("feed", 0, 100, ChunkEncoding.OPUS, 17))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\0b", "a\nb"})
  void anIdThatNamesNothingOrHasControlCharactersIsRefused(String feedId) {
    assertRefused(chunk(feedId, 0, 100, ChunkEncoding.PCM_S16LE, 400), Reason.INVALID_FIELD);
  }

  @Test
  void anOverlongIdIsRefused() {
    AudioChunk chunk = chunk("f".repeat(257), 0, 100, ChunkEncoding.PCM_S16LE, 400);
    assertRefused(chunk, Reason.INVALID_FIELD);
    assertThat(validator.check(chunk).orElseThrow().sentence()).contains("feed id", "257");
  }

  @Test
  void impossibleIndicesAndCountsAreRefused() {
    assertRefused(chunk("f", -1, 100, ChunkEncoding.PCM_S16LE, 400), Reason.INVALID_FIELD);
    assertRefused(chunk("f", Long.MAX_VALUE, 1, ChunkEncoding.PCM_S16LE, 4), Reason.INVALID_FIELD);
    assertRefused(chunk("f", 0, -1, ChunkEncoding.PCM_S16LE, 4), Reason.INVALID_FIELD);
    assertRefused(chunk("f", 0, 0, ChunkEncoding.PCM_S16LE, 0), Reason.INVALID_FIELD);
    assertRefused(chunk("f", 0, 480_001, ChunkEncoding.OPUS, 4), Reason.INVALID_FIELD);
    assertThat(validator.check(chunk("f", 0, 480_000, ChunkEncoding.OPUS, 4))).isEmpty();
  }

  @Test
  void payloadsThatDoNotFitAreRefused() {
    assertRefused(chunk("f", 0, 100, ChunkEncoding.OPUS, 0), Reason.EMPTY_PAYLOAD);
    assertRefused(chunk("f", 0, 100, ChunkEncoding.OPUS, 1_000_001), Reason.OVERLONG_PAYLOAD);
    assertRefused(chunk("f", 0, 100, ChunkEncoding.PCM_S16LE, 398), Reason.SAMPLE_COUNT_MISMATCH);
    assertRefused(chunk("f", 0, 100, ChunkEncoding.PCM_F32LE, 400), Reason.SAMPLE_COUNT_MISMATCH);
  }

  private void assertRefused(AudioChunk chunk, Reason reason) {
    assertThat(validator.check(chunk)).get().extracting(Refusal::reason).isEqualTo(reason);
  }

  private static AudioChunk chunk(
      String feedId, long first, int count, ChunkEncoding encoding, int payloadBytes) {
    byte[] payload = new byte[payloadBytes];
    return new AudioChunk(
        feedId, "s", first, count, Instant.EPOCH, STEREO, encoding, payload, false, Map.of());
  }
}
