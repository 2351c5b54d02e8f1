package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.export.ExportFormat;
import io.earwitness.app.export.LiveExport;
import io.earwitness.app.export.WholeFile;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.rules.PastTimes;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.settings.Settings;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a feed's captions to a file. */
@Command(
    name = "export",
    header = "Writes the captions of a feed as WebVTT, SRT, JSON Lines or CSV.",
    description = {
      "",
      "Times in WebVTT and SRT are counted from --from; without it, from the begin of the first "
          + "session, so that they fit the recording that was played. Without --out, to standard output.",
      "",
      "With --follow or --hls it goes on while captions come."
    })
final class ExportCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Option(names = "--feed", paramLabel = "NAME", required = true, description = "Which feed.")
  private String feed;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Captions that end after this moment: 2026-01-31T12:00:00Z, 2026-01-31T12:00 by the local"
              + " clock, 12:00 (today) or 2h (ago).")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Captions that begin before this moment.")
  private String to;

  @Option(
      names = "--format",
      paramLabel = "vtt|srt|jsonl|csv",
      defaultValue = "vtt",
      description = "Default: ${DEFAULT-VALUE}")
  private ExportFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write; replaced when it is whole.")
  private Path out;

  @Mixin private FollowOptions following;

  @Mixin private ConnectionOptions connection;

  ExportCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Instant begin = from == null ? Instant.MIN : PastTimes.parse("--from", from);
    Instant end = to == null ? Instant.MAX : PastTimes.parse("--to", to);
    Settings settings = connection.settings(home);
    if (following.wanted()) {
      follow(settings);
      return ExitCode.OK;
    }
    List<CaptionEvent> captions = read(settings, begin, end);
    if (captions.isEmpty()) {
      throw new CommandException("There is no caption of feed %s in that time.".formatted(feed));
    }
    Instant zero = from != null ? begin : ExportFormat.zeroOf(captions);
    List<String> lines = format.lines(captions, zero);
    if (out == null) {
      lines.forEach(console::result);
    } else {
      WholeFile.write(out, lines);
      console.progress("%d captions of %s written to %s.".formatted(captions.size(), feed, out));
    }
    return ExitCode.OK;
  }

  private void follow(Settings settings) {
    if (to != null) {
      throw new CommandException("What is followed has no end: leave --to away.");
    }
    Optional<Path> file = Optional.ofNullable(out);
    Optional<Instant> zero = Optional.ofNullable(from).map(text -> PastTimes.parse("--from", text));
    var export =
        new LiveExport(feed, following.keep(), following.rolling(file, format, zero), console);
    try (EventFollower<CaptionEvent> follower = follower(settings)) {
      console.progress(
          "The captions of %s go to %s; Ctrl-C stops.".formatted(feed, following.place(file)));
      Runtime.getRuntime().addShutdownHook(new Thread(export::stop, "stop"));
      export.run(follower);
    }
  }

  private static EventFollower<CaptionEvent> follower(Settings settings) {
    return EventFollower.fromBeginning(
        KafkaConnection.of(settings),
        RegistryConnection.of(settings),
        EventTypes.CAPTION,
        Topics.of(settings).captions().name());
  }

  /** A repeat has the id of what it repeats: the first counts. */
  private List<CaptionEvent> read(Settings settings, Instant begin, Instant end) {
    Map<String, CaptionEvent> found = new LinkedHashMap<>();
    try (EventFollower<CaptionEvent> follower = follower(settings)) {
      follower.readToEnd(
          followed -> {
            CaptionEvent caption = followed.event();
            if (caption.feedId().equals(feed)
                && caption.end().isAfter(begin)
                && caption.begin().isBefore(end)) {
              found.putIfAbsent(caption.captionId(), caption);
            }
          });
    }
    return found.values().stream().sorted(Comparator.comparing(CaptionEvent::begin)).toList();
  }
}
