package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedsFileEditor;
import io.earwitness.media.MediaException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a feed while everything runs. */
@Command(
    name = "add",
    header = "Adds a feed to the file of feeds; a running `up` begins to play it.",
    description = {
      "",
      "The password of a source is better kept in a file or variable: --user NAME with"
          + " --password-file or --password-env."
    })
final class FeedsAddCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME=SOURCE",
      description =
          "A file, an address (http, https, rtsp, tcp, …) or a device (mic, alsa:NAME, pulse:NAME);"
              + " or `demo` for the built-in scene.")
  private String feed;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of the feed, which alert rules can ask for; may be repeated.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--encoding",
      paramLabel = "flac|opus|…",
      description = "How its chunks are encoded, in place of the setting ingest.encoding.")
  private String encoding;

  @Option(names = "--user", paramLabel = "NAME", description = "Who opens the source.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file that holds the password; read when the feed is opened.")
  private Path passwordFile;

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description = "A variable of the running `up` or `play` that holds the password.")
  private String passwordVariable;

  @Option(names = "--replace", description = "Put it in the place of a feed of the same name.")
  private boolean replace;

  @Mixin private FeedsFileOptions file;

  FeedsAddCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws MediaException {
    FeedChoice choice = FeedChoice.parse(feed);
    if (choice.isRecording()) {
      // What is wrong with a recording is better told here than by what is to play it.
      choice.open().source().close();
    }
    new FeedsFileEditor(file.file()).add(choice.feedId(), written(choice), replace);
    console.progress("%s is in %s; %s.".formatted(choice.feedId(), file.file(), file.effect()));
    if (choice.source().namesUser()) {
      console.progress(
          "Its password stands there for whoever can read the file; --user with --password-file or"
              + " --password-env keeps it out.");
    }
    return ExitCode.OK;
  }

  private Map<String, Object> written(FeedChoice choice) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("source", choice.source().seenFrom(Path.of("").toAbsolutePath()).text());
    if (user != null) {
      written.put("user", user);
    }
    if (passwordFile != null) {
      written.put("password", "${file:%s}".formatted(passwordFile.toAbsolutePath()));
    } else if (passwordVariable != null) {
      written.put("password", "${env:%s}".formatted(passwordVariable));
    }
    if (encoding != null) {
      written.put("encoding", encoding);
    }
    if (!labels.isEmpty()) {
      written.put("labels", labels);
    }
    return written;
  }
}
