package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkBufferTest {
  private static final long ROOMY = 1 << 20;

  @TempDir Path parent;

  @Test
  void whatGoesInComesOutInItsOrderWhetherByMemoryOrByDisk() throws Exception {
    var buffer = new ChunkBuffer(folder(), ROOMY);
    for (long i = 0; i < 3 * ChunkBuffer.IN_MEMORY; i++) {
      assertThat(buffer.add(chunk(i))).isTrue();
    }
    assertThat(drained(buffer)).isEqualTo(upTo(3 * ChunkBuffer.IN_MEMORY));
    assertThat(files()).isZero();
  }

  @Test
  void whatWasNotSentIsThereAgainAfterARestart() throws Exception {
    try (var before = new ChunkBuffer(folder(), ROOMY)) {
      for (long i = 0; i < 50; i++) {
        before.add(chunk(i));
      }
      AudioChunk first = before.head(Duration.ZERO).orElseThrow();
      before.sent(first);
    }
    var after = new ChunkBuffer(folder(), ROOMY);
    after.add(chunk(50));

    assertThat(drained(after)).isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  void aFullBufferDropsWhatNoLongerFitsAndNothingElse() throws Exception {
    var buffer = new ChunkBuffer(folder(), 3_000);
    for (long i = 0; i < 100; i++) {
      buffer.add(chunk(i));
    }
    assertThat(buffer.dropped()).isPositive();
    List<Long> left = drained(buffer);
    assertThat(left).isSorted().doesNotHaveDuplicates().contains(0L, 99L);
    assertThat(left).hasSize((int) (100 - buffer.dropped()));
    assertThat(buffer.add(chunk(100))).isTrue();
  }

  @Test
  void aDamagedFileIsLeftOutAndTheOthersAreNot() throws Exception {
    try (var before = new ChunkBuffer(folder(), ROOMY)) {
      for (long i = 0; i < 3; i++) {
        before.add(chunk(i));
      }
    }
    try (var found = Files.list(folder())) {
      Files.write(found.sorted().toList().get(1), new byte[] {1, 2, 3});
    }
    assertThat(drained(new ChunkBuffer(folder(), ROOMY))).containsExactly(0L, 2L);
  }

  @Test
  void aFolderThatCannotBeWrittenIsAFullBuffer() throws Exception {
    Files.writeString(folder(), "a file where the folder should be");
    var buffer = new ChunkBuffer(folder(), ROOMY);
    for (long i = 0; i < ChunkBuffer.IN_MEMORY; i++) {
      assertThat(buffer.add(chunk(i))).isTrue();
    }
    assertThat(buffer.add(chunk(99))).isFalse();
    assertThat(buffer.size()).isEqualTo(ChunkBuffer.IN_MEMORY);
  }

  private Path folder() {
    return parent.resolve("yard");
  }

  private long files() throws IOException {
    if (!Files.exists(folder())) {
      return 0;
    }
    try (var found = Files.list(folder())) {
      return found.count();
    }
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  private static List<Long> drained(ChunkBuffer buffer) throws InterruptedException {
    List<Long> samples = new ArrayList<>();
    Optional<AudioChunk> head = buffer.head(Duration.ZERO);
    while (head.isPresent()) {
      samples.add(head.get().firstSample());
      buffer.sent(head.get());
      head = buffer.head(Duration.ZERO);
    }
    return samples;
  }

  private static AudioChunk chunk(long firstSample) {
    return new AudioChunk(
        "yard",
        "session",
        firstSample,
        1,
        Instant.EPOCH,
        new AudioFormat(new SampleRate(16_000), 1),
        ChunkEncoding.PCM_S16LE,
        new byte[200],
        false,
        Map.of("a", "b"));
  }
}
