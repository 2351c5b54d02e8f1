package io.earwitness.flink.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.testkit.Recording;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingChunkTest {
  private static final AudioChunk CHUNK = Recording.ofSeconds("feed", 8_000, 1).chunks().get(0);

  @Test
  void carriesThePayloadOnceAndGivesTheRecordBackByteForByte() {
    byte[] value = around(CHUNK.payload());
    IncomingChunk incoming = IncomingChunk.of(CHUNK, record(value));

    assertThat(incoming.shell().value()).hasSize(value.length - CHUNK.payload().length);
    assertThat(incoming.record().value()).isEqualTo(value);
    assertThat(incoming.record().position()).isEqualTo("chunks-3 at offset 17");
  }

  @Test
  void keepsTheWholeValueWhereThePayloadIsNotInItAsItIs() {
    byte[] value = {1, 2, 3};

    assertThat(IncomingChunk.of(CHUNK, record(value)).record().value()).isEqualTo(value);
  }

  private static SourceRecord record(byte[] value) {
    return new SourceRecord("chunks", 3, 17, 0, null, value, List.of());
  }

  private static byte[] around(byte[] payload) {
    byte[] value = new byte[payload.length + 30];
    Arrays.fill(value, (byte) 9);
    System.arraycopy(payload, 0, value, 20, payload.length);
    return value;
  }
}
