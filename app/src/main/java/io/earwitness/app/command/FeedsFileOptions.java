package io.earwitness.app.command;

import io.earwitness.app.RunningStack;
import io.earwitness.app.feeds.FeedsSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which a command finds the file of feeds. */
final class FeedsFileOptions {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "The file of feeds; without it, the one that a running `up` follows, or feeds.yaml in the"
              + " data folder.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ConnectionOptions.DEFAULT_DATA_FOLDER,
      description = "Data folder of `earwitness up`; default: ./${DEFAULT-VALUE}")
  private Path dataFolder;

  /** The file; it may be missing. */
  Path file() {
    return file != null ? file : followed().orElseGet(() -> dataFolder.resolve(FeedsSource.NAME));
  }

  private Optional<Path> followed() {
    return RunningStack.in(dataFolder).flatMap(RunningStack::feeds);
  }

  /** When a change takes effect, for people. */
  String effect() {
    boolean runs = followed().map(path -> path.equals(file().toAbsolutePath())).orElse(false);
    return runs
        ? "the running Earwitness takes it up at once"
        : "whatever follows this file takes it up";
  }
}
