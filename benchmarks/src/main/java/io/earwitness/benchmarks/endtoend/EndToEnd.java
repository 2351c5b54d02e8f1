package io.earwitness.benchmarks.endtoend;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.flink.caption.CaptionerProvider;
import io.earwitness.settings.keys.JobSettings.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the whole way: producer, broker, job, broker, reader, all on this machine. */
@Command(
    name = "end-to-end",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how much audio the pipeline carries, and how long after a window's last chunk was "
          + "sent its caption is visible to a read_committed reader.",
      "Broker, registry, job, producer and reader all run on this machine. Prints a Markdown table."
    })
public final class EndToEnd implements Callable<Integer> {
  @Option(
      names = "--feeds",
      split = ",",
      defaultValue = "1,16,128",
      description = "Numbers of feeds to try (default: ${DEFAULT-VALUE}).")
  private List<Integer> feeds;

  @Option(
      names = "--delivery",
      split = ",",
      defaultValue = "EXACTLY_ONCE,AT_LEAST_ONCE",
      description = "Deliveries to try: ${COMPLETION-CANDIDATES} (default: both).")
  private List<Delivery> deliveries;

  @Option(
      names = "--pace",
      split = ",",
      defaultValue = "0,400",
      description =
          "Seconds of audio sent per second over all feeds; 0 for as fast as it goes "
              + "(default: ${DEFAULT-VALUE}).")
  private List<Double> paces;

  @Option(
      names = "--audio",
      defaultValue = "12000",
      description =
          "Seconds of audio in each measurement, over all feeds (default: ${DEFAULT-VALUE}).")
  private int audioSeconds;

  @Option(
      names = "--model",
      description = "Caption with the model that the settings name; without this, with nothing.")
  private boolean model;

  @Mixin private LoadOptions load;

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new EndToEnd()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    System.out.println(Measurement.HEADER);
    for (int count : feeds) {
      for (Delivery delivery : deliveries) {
        for (double pace : paces) {
          System.out.println(measure(scenario(count, delivery, pace)).row());
        }
      }
    }
    return 0;
  }

  private Measurement measure(Scenario scenario) throws Exception {
    int hertz = load.rate().hertz();
    CaptionerProvider nothing = resources -> new NoOpCaptioner(new SampleRate(hertz));
    return new Trial(scenario, model ? null : nothing, load.assignments()).run();
  }

  /** Every feed sends the same: a whole number of hops, and at least a few windows. */
  private Scenario scenario(int count, Delivery delivery, double pace) {
    long hops = Math.max(6, audioSeconds / count / Scenario.HOP.toSeconds());
    Duration perFeed = Scenario.HOP.multipliedBy(hops);
    return new Scenario(count, delivery, load.rate(), pace, perFeed, perFeed.dividedBy(4));
  }
}
