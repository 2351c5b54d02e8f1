package io.earwitness.app.command;

import io.earwitness.app.CaptionEngine;
import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.app.export.ExportFormat;
import io.earwitness.app.file.FileCaptioner;
import io.earwitness.app.print.WindowPrinter;
import io.earwitness.app.recorded.FoundRecording;
import io.earwitness.app.recorded.RecordingsCaptioner;
import io.earwitness.app.recorded.RecordingsFinder;
import io.earwitness.app.recorded.ResultFiles;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.media.MediaException;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.WindowSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Captions files, without a broker. */
@Command(
    name = "caption",
    header = "Captions files: WAV, FLAC, OGG, MP3 and whatever else FFmpeg reads.",
    description = {
      "",
      "Prints one line a window: its time span, how sure the model is, the caption, and the sounds "
          + "that it recognised.",
      "",
      "With a folder, --format or --out it writes a file of captions for each recording instead, and"
          + " leaves out those that have theirs: interrupted, it goes on where it was. Times in JSON"
          + " Lines and CSV are the recordings' own; docs/recordings.md says where they are from."
    })
final class CaptionCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Parameters(
      paramLabel = "FILE|FOLDER",
      arity = "1..*",
      description = "Audio files, and folders of them at any depth.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "vtt|srt|jsonl|csv",
      split = ",",
      description = "Write files of captions, in one or more formats; with a folder, vtt.")
  private List<ExportFormat> formats = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files of captions go; without it, beside the recordings.")
  private Path out;

  @Option(
      names = "--again",
      description = "Caption recordings anew whose files of captions are there.")
  private boolean again;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "Of the times in files' names: Europe/Berlin, UTC; without it, the local one.")
  private ZoneId zone = ZoneId.systemDefault();

  @Option(
      names = "--json",
      description =
          "Print one object a line: file, start, end, caption, confidence, labels with scores.")
  private boolean json;

  @Option(
      names = "--embeddings",
      description = "With --json, the CLAP embedding of each window too: `rules test` wants it.")
  private boolean embeddings;

  @Option(names = "--window", paramLabel = "TIME", description = "Length of a window: 10s.")
  private String window;

  @Option(
      names = "--hop",
      paramLabel = "TIME",
      description = "From the begin of a window to the begin of the next: 5s.")
  private String hop;

  @Mixin private SettingsOptions settingsOptions;

  CaptionCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean toFiles =
        out != null || !formats.isEmpty() || files.stream().anyMatch(Files::isDirectory);
    if (toFiles && json) {
      throw new CommandException(
          "--json prints; files of captions are written with --format jsonl.");
    }
    List<FoundRecording> recordings = toFiles ? RecordingsFinder.find(files) : List.of();
    if (toFiles && recordings.isEmpty()) {
      throw new CommandException("There is no recording in %s.".formatted(files.get(0)));
    }
    Settings settings = settings();
    WindowGeometry geometry = geometry(settings);
    console.progress("Loading the model …");
    try (Captioner captioner = CaptionEngine.open(settings)) {
      CaptionerInfo info = captioner.info();
      console.progress(
          "%s %s on %s"
              .formatted(info.model().name(), info.model().version(), info.executionProvider()));
      if (toFiles) {
        var results =
            new ResultFiles(
                Optional.ofNullable(out), formats.isEmpty() ? List.of(ExportFormat.VTT) : formats);
        return new RecordingsCaptioner(captioner, geometry, results, zone, console)
                .captionAll(recordings, again)
            ? ExitCode.OK
            : ExitCode.SOFTWARE;
      }
      var fileCaptioner = new FileCaptioner(captioner, geometry);
      boolean allGood = true;
      for (Path file : files) {
        allGood &= captionOne(fileCaptioner, file);
      }
      return allGood ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static WindowGeometry geometry(Settings settings) {
    try {
      return new WindowGeometry(
          settings.get(WindowSettings.LENGTH), settings.get(WindowSettings.HOP));
    } catch (IllegalArgumentException e) {
      throw new CommandException("--window and --hop do not go together: " + e.getMessage(), e);
    }
  }

  private Settings settings() {
    SettingsBuilder builder = settingsOptions.gather(home);
    if (window != null) {
      builder.set(WindowSettings.LENGTH.key(), window);
    }
    if (hop != null) {
      builder.set(WindowSettings.HOP.key(), hop);
    }
    return builder.resolve();
  }

  /** One bad file must not keep the others from being captioned. */
  private boolean captionOne(FileCaptioner captioner, Path file) {
    WindowPrinter printer = printer();
    boolean headed = files.size() > 1 && !json;
    try {
      return captioner
          .caption(
              file,
              captioned -> {
                if (headed && captioned.begin().isZero()) {
                  console.result(file + ":");
                }
                console.result(printer.line(captioned));
              })
          .map(this::told)
          .orElse(true);
    } catch (MediaException e) {
      return told(Failures.sentence(e));
    }
  }

  private WindowPrinter printer() {
    if (!json) {
      return WindowPrinter.TEXT;
    }
    return embeddings ? WindowPrinter.JSON_WITH_EMBEDDINGS : WindowPrinter.JSON;
  }

  private boolean told(String problem) {
    console.problem(problem);
    return false;
  }
}
