package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.export.ExportFormat;
import io.earwitness.app.export.HlsTrack;
import io.earwitness.app.export.Rolling;
import io.earwitness.app.export.RollingFile;
import io.earwitness.settings.SettingTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which captions are followed while they come. */
final class FollowOptions {
  private static final Duration LONGEST_SEGMENT = Duration.ofMinutes(1);

  @Option(
      names = "--follow",
      description = "Keep --out up to date until Ctrl-C: it has the captions of the last --keep.")
  private boolean follow;

  @Option(
      names = "--hls",
      paramLabel = "DIR",
      description =
          "Keep an HLS playlist of WebVTT segments in a folder, "
              + HlsTrack.PLAYLIST
              + ", to stand beside a stream; docs/captions.md shows how.")
  private Path hls;

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "With --follow and --hls: how much is kept; default: ${DEFAULT-VALUE}")
  private String keep;

  @Option(
      names = "--segment",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "With --hls: length of a segment, as the stream's own; default: ${DEFAULT-VALUE}")
  private String segment;

  @Option(
      names = "--mpegts",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "With --hls: the stream's MPEG time stamp (1/90000 s) of the moment that --from names;"
              + " FFmpeg begins at 126000; default: ${DEFAULT-VALUE}")
  private long mpegts;

  boolean wanted() {
    return follow || hls != null;
  }

  Duration keep() {
    return duration("--keep", keep);
  }

  /**
   * What is to be kept up to date.
   *
   * @param from what times are counted from, if the user said so
   * @throws CommandException if the options don't go together
   */
  Rolling rolling(Optional<Path> out, ExportFormat format, Optional<Instant> from) {
    if (hls == null) {
      Path file =
          out.orElseThrow(() -> new CommandException("--follow wants to know the file: --out."));
      return new RollingFile(file, format, from);
    }
    if (follow || out.isPresent()) {
      throw new CommandException("--hls keeps its own files: leave --follow and --out away.");
    }
    Duration length = duration("--segment", segment);
    if (length.toMillis() < 1000 || length.compareTo(LONGEST_SEGMENT) > 0) {
      throw new CommandException("--segment must be from 1s to 1min.");
    }
    try {
      Files.createDirectories(hls);
    } catch (IOException e) {
      throw new CommandException("The folder %s can't be made: %s.".formatted(hls, e), e);
    }
    return new HlsTrack(hls, length, keep(), from.orElseGet(Instant::now), mpegts);
  }

  /** Where it is kept, for people. */
  String place(Optional<Path> out) {
    return hls == null ? out.orElseThrow().toString() : hls.resolve(HlsTrack.PLAYLIST).toString();
  }

  private static Duration duration(String option, String text) {
    try {
      return SettingTypes.DURATION.parse().apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CommandException(
          "%s must be %s.".formatted(option, SettingTypes.DURATION.allowed()), e);
    }
  }
}
