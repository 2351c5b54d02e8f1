package io.earwitness.app.command;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.ingest.live.Probe;
import io.earwitness.ingest.live.SourceAddress;
import io.earwitness.media.MediaException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a source is before it becomes a feed. */
@Command(
    name = "probe",
    header = "Listens to a source for a moment and says what it is.",
    description = {"", "Needs neither brokers nor a running `up`. A password is never printed."})
final class FeedsProbeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "SOURCE",
      description =
          "A file, an address (http, https, rtsp, …) or a device (mic, alsa:NAME, pulse:NAME).")
  private String source;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How long to listen; default: ${DEFAULT-VALUE}")
  private int seconds;

  FeedsProbeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SourceAddress address;
    try {
      address = SourceAddress.parse(source);
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage(), e);
    }
    if (seconds < 1 || seconds > 600) {
      throw new CommandException("--seconds must be from 1 to 600.");
    }
    try {
      Probe.Heard heard = Probe.listen(address, Duration.ofSeconds(seconds));
      console.result(
          "%s: %s, %s, %d %s"
              .formatted(
                  address,
                  heard.description(),
                  heard.format().rate(),
                  heard.format().channels(),
                  heard.format().channels() == 1 ? "channel" : "channels"));
      console.result(
          "heard %.1f s of sound within %.1f s: RMS %.1f dBFS, peak %.1f dBFS"
              .formatted(
                  heard.sound().toMillis() / 1e3,
                  heard.took().toMillis() / 1e3,
                  heard.level().rmsDbfs(),
                  heard.level().peakDbfs()));
      return ExitCode.OK;
    } catch (MediaException e) {
      throw new CommandException("%s: %s.".formatted(address, e.getMessage()), e);
    }
  }
}
