package io.earwitness.benchmarks.official;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the official code is, and what it captions with. */
final class PeerOptions {
  @Option(
      names = "--python",
      paramLabel = "FILE",
      required = true,
      description = "Python of an environment with the official code's libraries.")
  private Path python;

  @Option(
      names = "--enclap",
      paramLabel = "DIR",
      required = true,
      description = "Checkout of the EnCLAP repository.")
  private Path enclap;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      required = true,
      description = "Folder with enclap/, encodec.th and clap.pt.")
  private Path checkpoint;

  @Option(
      names = "--clips",
      paramLabel = "DIR",
      required = true,
      description = "Folder of WAV files, mono at 48 kHz.")
  private Path clips;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "CPU threads of either side (default: ${DEFAULT-VALUE}).")
  private int threads;

  Path clips() {
    return clips;
  }

  int threads() {
    return threads;
  }

  OfficialPeer start() throws IOException {
    Path script = Path.of(System.getProperty("earwitness.peer"));
    return new OfficialPeer(python, script, enclap, checkpoint, threads);
  }
}
