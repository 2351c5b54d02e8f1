package io.earwitness.app.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.page.Heard;
import io.earwitness.captioner.event.CaptionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingTest {
  private static final Duration KEEP = Duration.ofSeconds(30);

  /** Windows begin every five seconds from noon on. */
  private static final Instant NOON = Heard.NOON;

  @TempDir Path folder;
  private final List<CaptionEvent> captions = new ArrayList<>();

  @Test
  void aFileFollowsWhatIsHeardAndItsTimesStay() throws Exception {
    Path file = folder.resolve("yard.vtt");
    var rolling = new RollingFile(file, ExportFormat.VTT, Optional.empty());
    rolling.update(captions, NOON);
    assertThat(file).doesNotExist();
    hear(0, "rain falls");
    rolling.update(captions, at(10));
    hear(1, "a dog barks");
    rolling.update(captions, at(15));
    captions.remove(0);
    rolling.update(captions, at(20));
    assertThat(Files.readString(file))
        .contains("NOTE 00:00:00.000 is 2026-03-01T12:00:00Z")
        .contains("00:00:05.000 --> 00:00:15.000\na dog barks")
        .doesNotContain("rain");
  }

  @Test
  void anHlsTrackWritesASegmentWhenNoCaptionCanChangeItAnyMore() throws Exception {
    HlsTrack track = track(NOON.minusSeconds(100), 126_000);
    hear(0, "rain falls");
    hear(1, "a dog barks");
    track.update(captions, at(16));
    assertThat(folder.resolve(HlsTrack.PLAYLIST)).doesNotExist();
    hear(2, "a dog barks");
    track.update(captions, at(21));
    long index = NOON.getEpochSecond() / 10;
    assertThat(lines(HlsTrack.PLAYLIST))
        .containsExactly(
            "#EXTM3U",
            "#EXT-X-VERSION:3",
            "#EXT-X-TARGETDURATION:10",
            "#EXT-X-MEDIA-SEQUENCE:" + index,
            "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00Z",
            "#EXTINF:10.000,",
            "captions-%d.vtt".formatted(index));
    assertThat(lines("captions-%d.vtt".formatted(index)))
        .as("100 s after the stream's begin; a cue that reaches over the end is whole")
        .containsExactly(
            "WEBVTT",
            "X-TIMESTAMP-MAP=MPEGTS:%d,LOCAL:00:01:40.000".formatted(126_000 + 100 * 90_000),
            "",
            "00:01:40.000 --> 00:01:45.000",
            "rain falls",
            "",
            "00:01:45.000 --> 00:02:00.000",
            "a dog barks",
            "");
  }

  @Test
  void anHlsTrackGoesOnInSilenceForgetsWhatIsOldAndIsTakenUpAgain() throws Exception {
    long index = NOON.getEpochSecond() / 10;
    hear(0, "rain falls");
    track(NOON, 0).update(captions, at(200));
    assertThat(lines(HlsTrack.PLAYLIST))
        .contains("#EXT-X-MEDIA-SEQUENCE:" + (index + 13))
        .endsWith("captions-%d.vtt".formatted(index + 15));
    assertThat(lines("captions-%d.vtt".formatted(index + 15))).hasSize(3);
    HlsTrack again = track(NOON, 0);
    again.update(captions, at(300));
    assertThat(lines(HlsTrack.PLAYLIST)).contains("#EXT-X-MEDIA-SEQUENCE:" + (index + 23));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("captions-%d.vtt".formatted(index + 23))
          .doesNotContain("captions-%d.vtt".formatted(index + 15));
    }
  }

  @Test
  void timeStampsTurnOverAfter33Bits() throws Exception {
    HlsTrack track = track(NOON, (1L << 33) - 90_000);
    hear(2, "rain falls");
    hear(4, "rain falls");
    track.update(captions, at(31));
    assertThat(lines("captions-%d.vtt".formatted(NOON.getEpochSecond() / 10 + 1)))
        .contains("X-TIMESTAMP-MAP=MPEGTS:%d,LOCAL:00:00:10.000".formatted(9 * 90_000));
  }

  private HlsTrack track(Instant zero, long ticks) {
    return new HlsTrack(folder, Duration.ofSeconds(10), KEEP, zero, ticks);
  }

  private void hear(int window, String text) {
    captions.add(Heard.caption("yard", window, text));
  }

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }

  private List<String> lines(String name) throws Exception {
    return Files.readAllLines(folder.resolve(name));
  }
}
