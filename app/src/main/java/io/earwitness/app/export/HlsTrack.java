package io.earwitness.app.export;

import io.earwitness.app.CommandException;
import io.earwitness.captioner.event.CaptionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Captions as a live HLS rendition: a playlist of WebVTT segments (RFC 8216, 3.5). Segments are
 * numbered by the clock, so that the next start goes on in the same row. One is written when no
 * caption can change it any more, or when it is that late that captions no longer come.
 */
public final class HlsTrack implements Rolling {
  /** The playlist's name. */
  public static final String PLAYLIST = "captions.m3u8";

  private static final long TICKS_PER_MILLI = 90;

  /** MPEG-2 time stamps have 33 bits. */
  private static final long MOST_TICKS = 1L << 33;

  /** Two windows: whatever comes later than that is not waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Players may still load a segment for a while after it has left the playlist. */
  private static final int LINGERING = 6;

  private final Path folder;
  private final long segmentMillis;
  private final int keptSegments;
  private final Instant zero;
  private final long zeroTicks;
  private long first = -1;
  private long next = -1;

  /**
   * @param segment length of a segment
   * @param keep how much the playlist holds
   * @param zero the moment that {@code zeroTicks} stamp in the stream beside it
   * @param zeroTicks in 1/90000 s
   */
  public HlsTrack(Path folder, Duration segment, Duration keep, Instant zero, long zeroTicks) {
    this.folder = folder;
    this.segmentMillis = segment.toMillis();
    this.keptSegments = (int) Math.max(3, keep.toMillis() / segmentMillis);
    this.zero = zero;
    this.zeroTicks = zeroTicks;
  }

  @Override
  public void update(List<CaptionEvent> captions, Instant now) {
    if (captions.isEmpty()) {
      return;
    }
    if (next < 0) {
      Instant begin = captions.get(0).begin();
      first =
          Math.max(
              indexOf(begin.isBefore(zero) ? zero : begin),
              indexOf(now.minus(PATIENCE)) - keptSegments - 1);
      next = first;
    }
    Instant newest = captions.get(captions.size() - 1).begin();
    List<Cue> cues = Cues.of(captions, zero);
    long before = next;
    while (!beginOf(next + 1).isAfter(newest) || beginOf(next + 1).plus(PATIENCE).isBefore(now)) {
      WholeFile.write(folder.resolve(name(next)), segment(next, cues));
      next++;
    }
    if (next > before) {
      first = Math.max(first, next - keptSegments);
      WholeFile.write(folder.resolve(PLAYLIST), playlist());
      removeOld();
    }
  }

  private long indexOf(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), segmentMillis);
  }

  private Instant beginOf(long index) {
    return Instant.ofEpochMilli(index * segmentMillis);
  }

  private static String name(long index) {
    return "captions-%d.vtt".formatted(index);
  }

  private List<String> segment(long index, List<Cue> cues) {
    Duration begin = Duration.between(zero, beginOf(index));
    Duration end = Duration.between(zero, beginOf(index + 1));
    Duration local = begin.isNegative() ? Duration.ZERO : begin;
    long ticks = Math.floorMod(zeroTicks + local.toMillis() * TICKS_PER_MILLI, MOST_TICKS);
    List<String> lines = new ArrayList<>();
    lines.add("WEBVTT");
    lines.add("X-TIMESTAMP-MAP=MPEGTS:%d,LOCAL:%s".formatted(ticks, ExportFormat.time(local, '.')));
    lines.add("");
    for (Cue cue : cues) {
      // One that reaches over the end is in both segments, as RFC 8216 wants it.
      if (cue.begin().compareTo(end) < 0 && cue.end().compareTo(begin) > 0) {
        lines.addAll(ExportFormat.vttCue(cue));
      }
    }
    return lines;
  }

  private List<String> playlist() {
    List<String> lines = new ArrayList<>();
    lines.add("#EXTM3U");
    lines.add("#EXT-X-VERSION:3");
    lines.add("#EXT-X-TARGETDURATION:%d".formatted((segmentMillis + 999) / 1000));
    lines.add("#EXT-X-MEDIA-SEQUENCE:%d".formatted(first));
    lines.add("#EXT-X-PROGRAM-DATE-TIME:%s".formatted(beginOf(first)));
    for (long index = first; index < next; index++) {
      lines.add(String.format(Locale.ROOT, "#EXTINF:%.3f,", segmentMillis / 1e3));
      lines.add(name(index));
    }
    return lines;
  }

  private void removeOld() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("captions-\\d{1,18}\\.vtt")
            && Long.parseLong(name.replaceAll("\\D", "")) < first - LINGERING) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new CommandException(
          "Old segments in %s can't be removed: %s.".formatted(folder, e), e);
    }
  }
}
