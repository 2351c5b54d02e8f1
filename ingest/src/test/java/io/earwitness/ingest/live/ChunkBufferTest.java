package io.earwitness.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkBufferTest {
  private static final long ROOMY = 1 << 20;
  private static final int RATE = 16_000;

  @TempDir Path parent;
  private Instant now = Instant.EPOCH;

  @Test
  void whatGoesInComesOutInItsOrderWhetherByMemoryOrByDisk() throws Exception {
    var buffer = opened(ROOMY);
    for (long i = 0; i < 3 * ChunkBuffer.IN_MEMORY; i++) {
      assertThat(buffer.add(chunk(i))).isEmpty();
    }
    assertThat(drained(buffer)).isEqualTo(upTo(3 * ChunkBuffer.IN_MEMORY));
    assertThat(files()).isZero();
  }

  @Test
  void whatWasNotSentIsThereAgainAfterARestart() throws Exception {
    try (var before = opened(ROOMY)) {
      for (long i = 0; i < 50; i++) {
        before.add(chunk(i));
      }
      var unused = before.head(Duration.ZERO).orElseThrow();
      before.sent();
    }
    var after = opened(ROOMY);
    after.add(chunk(50));

    assertThat(drained(after)).isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  void whatIsBeingSentIsNotSentAgainHoweverMuchComesMeanwhile() throws Exception {
    var buffer = opened(ROOMY);
    buffer.add(chunk(0));
    AudioChunk first = buffer.head(Duration.ZERO).orElseThrow();
    for (long i = 1; i < 2 * ChunkBuffer.IN_MEMORY; i++) {
      buffer.add(chunk(i));
    }
    assertThat(buffer.head(Duration.ZERO)).contains(first);

    assertThat(drained(buffer)).isEqualTo(upTo(2 * ChunkBuffer.IN_MEMORY));
  }

  @Test
  void whatIsBeingSentWhenTheProcessEndsIsTheFirstAfterARestart() throws Exception {
    try (var before = opened(ROOMY)) {
      before.add(chunk(0));
      var unused = before.head(Duration.ZERO).orElseThrow();
      for (long i = 1; i < 2 * ChunkBuffer.IN_MEMORY; i++) {
        before.add(chunk(i));
      }
    }
    assertThat(drained(opened(ROOMY))).isEqualTo(upTo(2 * ChunkBuffer.IN_MEMORY));
  }

  @Test
  void aFullBufferKeepsTheFirstAndTheNewestAndTellsHowMuchIsLostBetween() throws Exception {
    var buffer = opened(3_000);
    long lost = 0;
    for (long i = 0; i < 100; i++) {
      lost += buffer.add(chunk(i)).isPresent() ? 1 : 0;
    }
    assertThat(lost).isBetween(50L, 68L);
    assertThat(buffer.backlog().lost()).isEqualTo(Duration.ofSeconds(lost));
    assertThat(buffer.backlog().diskBytes()).isBetween(2_000L, 3_000L);
    int onDisk = (int) (100 - lost) - ChunkBuffer.IN_MEMORY;
    List<Long> expected = upTo(onDisk);
    expected.addAll(LongStream.range(100 - ChunkBuffer.IN_MEMORY, 100).boxed().toList());
    assertThat(drained(buffer)).isEqualTo(expected);
    assertThat(buffer.add(chunk(100))).isEmpty();
  }

  @Test
  void theEndOfASessionFindsRoomInAFullBuffer() throws Exception {
    var buffer = opened(0);
    buffer.add(endOfSession());
    for (long i = 1; i < 2 * ChunkBuffer.IN_MEMORY; i++) {
      buffer.add(chunk(i));
    }
    assertThat(buffer.head(Duration.ZERO)).hasValueSatisfying(AudioChunk::endOfSession);
  }

  @Test
  void soundIsStuckFromWhenItWasFirstTriedUntilNothingWaitsOnDisk() throws Exception {
    var buffer = opened(ROOMY);
    buffer.add(chunk(0));
    var unused = buffer.head(Duration.ZERO).orElseThrow();
    now = Instant.EPOCH.plus(Backlog.STUCK_AFTER).minusMillis(1);
    assertThat(buffer.backlog().stuckSince()).isEmpty();
    now = Instant.EPOCH.plus(Backlog.STUCK_AFTER);
    assertThat(buffer.backlog().stuckSince()).contains(Instant.EPOCH);
    assertThat(buffer.backlog().secondsOfRoom()).as("of 200 bytes").isEqualTo(ROOMY / 200);
    for (long i = 1; i < 2 * ChunkBuffer.IN_MEMORY; i++) {
      buffer.add(chunk(i));
    }
    buffer.sent();
    now = Instant.EPOCH.plusSeconds(60);
    assertThat(buffer.backlog().stuckSince()).as("files wait").contains(Instant.EPOCH);
    drained(buffer);
    assertThat(buffer.backlog().stuckSince()).isEmpty();
  }

  @Test
  void aDamagedFileIsLeftOutAndTheOthersAreNot() throws Exception {
    try (var before = opened(ROOMY)) {
      for (long i = 0; i < 3; i++) {
        before.add(chunk(i));
      }
    }
    try (var found = Files.list(folder())) {
      Files.write(found.sorted().toList().get(1), new byte[] {1, 2, 3});
    }
    assertThat(drained(opened(ROOMY))).containsExactly(0L, 2L);
  }

  @Test
  void aFolderThatCannotBeWrittenIsAFullBuffer() throws Exception {
    Files.writeString(folder(), "a file where the folder should be");
    var buffer = opened(ROOMY);
    for (long i = 0; i < ChunkBuffer.IN_MEMORY; i++) {
      assertThat(buffer.add(chunk(i))).isEmpty();
    }
    assertThat(buffer.add(chunk(99))).hasValueSatisfying(why -> assertThat(why).contains("yard"));
    assertThat(buffer.size()).isEqualTo(ChunkBuffer.IN_MEMORY);
    assertThat(buffer.backlog().lost()).isEqualTo(Duration.ofSeconds(1));
  }

  private ChunkBuffer opened(long mostBytes) {
    return new ChunkBuffer(
        folder(),
        mostBytes,
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        });
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
    return new ArrayList<>(LongStream.range(0, end).boxed().toList());
  }

  private static List<Long> drained(ChunkBuffer buffer) throws InterruptedException {
    List<Long> samples = new ArrayList<>();
    Optional<AudioChunk> head = buffer.head(Duration.ZERO);
    while (head.isPresent()) {
      samples.add(head.get().firstSample());
      buffer.sent();
      head = buffer.head(Duration.ZERO);
    }
    return samples;
  }

  /** A second of sound, numbered as if it were a sample. */
  private static AudioChunk chunk(long number) {
    return chunk(number, RATE, false);
  }

  private static AudioChunk endOfSession() {
    return chunk(0, 0, true);
  }

  private static AudioChunk chunk(long firstSample, int samples, boolean endOfSession) {
    return new AudioChunk(
        "yard",
        "session",
        firstSample,
        samples,
        Instant.EPOCH,
        new AudioFormat(new SampleRate(RATE), 1),
        ChunkEncoding.PCM_S16LE,
        new byte[endOfSession ? 0 : 200],
        endOfSession,
        Map.of("a", "b"));
  }
}
