package io.earwitness.benchmarks.endtoend;

import io.earwitness.captioner.audio.SampleRate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What benchmarks that play feeds through the job are told alike. */
public final class LoadOptions {
  @Option(
      names = "--rate",
      defaultValue = "48000",
      description = "Sample rate of the feeds in hertz (default: ${DEFAULT-VALUE}).")
  private int rateHertz;

  @Option(names = "--set", description = "A setting, as key=value; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  public SampleRate rate() {
    return new SampleRate(rateHertz);
  }

  /** Settings, as key=value. */
  public List<String> assignments() {
    return assignments;
  }
}
