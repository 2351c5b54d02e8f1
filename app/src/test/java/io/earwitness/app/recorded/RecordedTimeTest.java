package io.earwitness.app.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedTimeTest {
  private static final Instant MODIFIED = Instant.parse("2026-05-05T05:05:05Z");
  private static final Duration LENGTH = Duration.ofMinutes(5);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "20260301_220005.WAV, 2026-03-01T22:00:05Z",
    "S4A0123_20260301_220005.wav, 2026-03-01T22:00:05Z",
    "hall 2026-03-01 22.00.05.flac, 2026-03-01T22:00:05Z",
    "2026-03-01T22-00.mp3, 2026-03-01T22:00:00Z",
    "2026-03-01T22:00:05Z.ogg, 2026-03-01T22:00:05Z",
    "20261399_220005.wav, 2026-05-05T05:00:05Z",
    "take-12345678_123456789.wav, 2026-05-05T05:00:05Z",
    "kitchen.wav, 2026-05-05T05:00:05Z"
  })
  void isInTheNameOrElseTheLengthBeforeTheLastChange(String name, Instant begin) throws Exception {
    assertThat(begin(name, ZoneOffset.UTC, Map.of())).isEqualTo(begin);
  }

  @Test
  void inANameIsByTheZoneThatIsAskedFor() throws Exception {
    assertThat(begin("20260301_220005.wav", ZoneId.of("Europe/Berlin"), Map.of()))
        .isEqualTo(Instant.parse("2026-03-01T21:00:05Z"));
  }

  @Test
  void thatTheFileTellsOfItselfCountsMost() throws Exception {
    String name = "20260301_220005.wav";
    assertThat(begin(name, ZoneOffset.UTC, Map.of("creation_time", "2025-12-24T18:00:00.000000Z")))
        .isEqualTo(Instant.parse("2025-12-24T18:00:00Z"));
    assertThat(
            begin(
                name,
                ZoneOffset.UTC,
                Map.of("origination_date", "2025-12-24", "origination_time", "18:00:00")))
        .isEqualTo(Instant.parse("2025-12-24T18:00:00Z"));
    assertThat(begin(name, ZoneOffset.UTC, Map.of("creation_time", "1904-01-01T00:00:00Z")))
        .as("a clock that nobody set")
        .isEqualTo(Instant.parse("2026-03-01T22:00:05Z"));
  }

  private Instant begin(String name, ZoneId zone, Map<String, String> tags) throws Exception {
    Path file = Files.createFile(folder.resolve(name));
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    Instant begin = new RecordedTime(zone).beginOf(file, tags, LENGTH);
    Files.delete(file);
    return begin;
  }
}
