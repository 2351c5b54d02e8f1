package io.earwitness.benchmarks.model;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.demo.DemoScene;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast bundles caption, stage by stage, without broker and job. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how fast bundles caption windows, and what each stage takes, at several batch sizes."
          + " Bundles and batch sizes take turns, round by round, so that ratios hold on a noisy "
          + "machine. Needs nothing but the bundles: the windows hold the synthesised demo scene.",
      "Prints a Markdown table: medians over the rounds, per window."
    })
public final class ModelSpeed implements Callable<Integer> {
  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      required = true,
      description = "Folder of a bundle; may be repeated, to compare.")
  private List<Path> bundles;

  @Option(
      names = "--batch",
      split = ",",
      defaultValue = "1,2,4,8",
      description = "Batch sizes to try (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measured batches of each size; one more warms up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--length",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Length of a window (default: ${DEFAULT-VALUE}).")
  private double windowSeconds;

  @Option(
      names = "--max-length",
      paramLabel = "TOKENS",
      description = "Longest caption, special tokens included; without this, the bundle's own.")
  private Integer maxLength;

  @Option(
      names = "--provider",
      defaultValue = "auto",
      description = "What to run on: auto, cpu or cuda (default: ${DEFAULT-VALUE}).")
  private ExecutionProvider provider;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "CPU threads of a session; 0 for one a core (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--workers",
      defaultValue = "1",
      description = "Batches that run at the same time (default: ${DEFAULT-VALUE}).")
  private int workers;

  /** Runs the benchmark. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new ModelSpeed()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    List<ModelTrial> trials = new ArrayList<>();
    try {
      for (Path folder : bundles) {
        Bundle bundle = Bundle.load(folder);
        for (int batch : batches) {
          trials.add(
              new ModelTrial(
                  bundle,
                  batch,
                  round -> windows(bundle.manifest().audio().sampleRate(), round, batch * workers),
                  length(),
                  workers,
                  runtime()));
        }
      }
      measure(trials);
      System.out.println(ModelFigures.HEADER);
      trials.forEach(trial -> System.out.println(trial.figures().row()));
      return 0;
    } finally {
      trials.forEach(ModelTrial::close);
    }
  }

  private void measure(List<ModelTrial> trials) throws InterruptedException {
    for (int round = 0; round <= rounds; round++) {
      System.err.println(round == 0 ? "warming up …" : "round %d of %d …".formatted(round, rounds));
      for (ModelTrial trial : trials) {
        trial.run(round, round > 0);
      }
    }
  }

  private List<AudioWindow> windows(SampleRate rate, int round, int count) {
    DemoScene scene = new DemoScene(round, rate);
    int samples = (int) Math.round(windowSeconds * rate.hertz());
    return IntStream.range(0, count)
        .mapToObj(i -> new AudioWindow("feed-" + i, rate, scene.read(samples)))
        .toList();
  }

  private OptionalInt length() {
    return maxLength == null ? OptionalInt.empty() : OptionalInt.of(maxLength);
  }

  private RuntimeOptions runtime() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new RuntimeOptions(
        provider,
        provider == ExecutionProvider.AUTO,
        threads == 0 ? cores : threads,
        RuntimeOptions.Cuda.DEFAULT);
  }
}
