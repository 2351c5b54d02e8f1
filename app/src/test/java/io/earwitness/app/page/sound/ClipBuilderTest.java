package io.earwitness.app.page.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.page.Heard;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.PcmChunkDecoder;
import io.earwitness.captioner.audio.Resampler;
import io.earwitness.captioner.audio.SampleRate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipBuilderTest {
  private static final int RATE = 8_000;
  private final ClipBuilder builder =
      new ClipBuilder(
          Heard.NOON.plusMillis(500),
          Heard.NOON.plusMillis(3_500),
          new PcmChunkDecoder(),
          new Resampler());

  @Test
  void chunksLieWhereTheyWereHeardAndWhatIsMissingIsSilent() {
    builder.add(chunk("s", 0, Heard.NOON, 0.1f));
    builder.add(chunk("s", 2, Heard.NOON.plusSeconds(2), 0.3f));

    Clip clip = builder.build().orElseThrow();

    assertThat(clip.samples()).hasSize(3 * RATE);
    assertThat(clip.samples()[0]).isEqualTo(0.1f);
    assertThat(clip.samples()[RATE / 2 - 1]).isEqualTo(0.1f);
    assertThat(clip.samples()[RATE / 2]).isZero();
    assertThat(clip.samples()[3 * RATE / 2 - 1]).isZero();
    assertThat(clip.samples()[3 * RATE / 2]).isEqualTo(0.3f);
    assertThat(clip.covered())
        .containsExactly(new Clip.Span(0, RATE / 2), new Clip.Span(3 * RATE / 2, 5 * RATE / 2));
  }

  @Test
  void aJitteringClockLeavesNoHolesWithinASession() {
    builder.add(chunk("s", 0, Heard.NOON, 0.1f));
    builder.add(chunk("s", 1, Heard.NOON.plusMillis(1_040), 0.2f));
    builder.add(chunk("s", 2, Heard.NOON.plusMillis(1_980), 0.3f));

    assertThat(builder.build().orElseThrow().covered())
        .containsExactly(new Clip.Span(0, 5 * RATE / 2));
  }

  @Test
  void nothingIsNoClip() {
    builder.add(chunk("s", 100, Heard.NOON.plusSeconds(100), 0.1f));

    assertThat(builder.build()).isEmpty();
  }

  @Test
  void theFileIsWhatItsHeaderSays() {
    builder.add(chunk("s", 1, Heard.NOON.plusSeconds(1), 0.5f));
    Clip clip = builder.build().orElseThrow();

    ByteBuffer wav = ByteBuffer.wrap(clip.wav()).order(ByteOrder.LITTLE_ENDIAN);

    assertThat(wav.capacity()).isEqualTo(44 + 2 * 3 * RATE);
    assertThat(wav.getInt(4)).isEqualTo(wav.capacity() - 8);
    assertThat(wav.getInt(24)).isEqualTo(RATE);
    assertThat(wav.getInt(40)).isEqualTo(2 * 3 * RATE);
    assertThat(wav.getShort(44 + 2 * RATE)).isEqualTo((short) Math.round(0.5f * Short.MAX_VALUE));
  }

  private static AudioChunk chunk(String session, long second, Instant at, float value) {
    ByteBuffer payload = ByteBuffer.allocate(4 * RATE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < RATE; i++) {
      payload.putFloat(value);
    }
    return new AudioChunk(
        "yard",
        session,
        second * RATE,
        RATE,
        at,
        new AudioFormat(new SampleRate(RATE), 1),
        ChunkEncoding.PCM_F32LE,
        payload.array(),
        false,
        Map.of("length", Duration.ofSeconds(1).toString()));
  }
}
