package io.earwitness.benchmarks.official;

import io.earwitness.benchmarks.model.ModelFigures;
import io.earwitness.benchmarks.model.ModelTrial;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Times both sides on the same clips and weights, in turns. */
@Command(
    name = "speed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times EnCLAP's own code, clip by clip, and imported bundles at several batch sizes, in turns, "
          + "on the same clips.",
      "Prints a Markdown table: medians per clip, and how many times faster than the official code."
    })
final class OfficialSpeed implements Callable<Integer> {
  @Mixin private PeerOptions peer;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      required = true,
      description = "Folder of a bundle; may be repeated, to compare.")
  private List<Path> bundles;

  @Option(
      names = "--batch",
      split = ",",
      defaultValue = "1,4,8",
      description = "Batch sizes to try (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Takes only the clips of this length (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--steps",
      defaultValue = "30",
      description =
          "Decoder steps of a caption, as long as the model doesn't end sooner "
              + "(default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Measured rounds; one more warms up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Clip> clips =
        Clip.readAll(peer.clips()).stream()
            .filter(clip -> Math.abs(clip.seconds() - seconds) < 1e-3)
            .toList();
    int largest = largestBatch();
    if (clips.size() < largest) {
      System.err.printf(
          "%s has %d clips of %s s; a batch of %d needs as many%n",
          peer.clips(), clips.size(), seconds, largest);
      return 2;
    }
    List<ModelTrial> trials = new ArrayList<>();
    try (OfficialPeer official = peer.start()) {
      RuntimeOptions runtime = RuntimeOptions.cpu(peer.threads());
      for (Path folder : bundles) {
        Bundle bundle = Bundle.load(folder);
        for (int batch : batches) {
          trials.add(
              new ModelTrial(
                  bundle,
                  batch,
                  group -> windows(clips, group * batch, batch),
                  OptionalInt.of(steps + 1),
                  1,
                  runtime));
        }
      }
      report(measure(official, trials, clips), trials);
      return 0;
    } finally {
      trials.forEach(ModelTrial::close);
    }
  }

  private int largestBatch() {
    return batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** What the official code took, clip by clip. */
  private List<OfficialPeer.Answer> measure(
      OfficialPeer official, List<ModelTrial> trials, List<Clip> clips)
      throws IOException, InterruptedException {
    List<OfficialPeer.Answer> answers = new ArrayList<>();
    int largest = largestBatch();
    for (int round = 0; round <= rounds; round++) {
      System.err.println(round == 0 ? "warming up …" : "round %d of %d …".formatted(round, rounds));
      // Each side gets as many clips a round, whatever its batch; a smaller batch runs more often.
      for (int i = 0; i < largest; i++) {
        Clip clip = clips.get((round * largest + i) % clips.size());
        OfficialPeer.Answer answer = official.caption(clip.file(), steps + 1);
        if (round > 0) {
          answers.add(answer);
        }
      }
      for (ModelTrial trial : trials) {
        int groups = largest / trial.batch();
        for (int group = 0; group < groups; group++) {
          trial.run(round * groups + group, round > 0);
        }
      }
    }
    return answers;
  }

  private void report(List<OfficialPeer.Answer> official, List<ModelTrial> trials) {
    double total =
        ModelFigures.median(official.stream().map(OfficialPeer.Answer::totalMillis).toList());
    double heard =
        ModelFigures.median(official.stream().map(OfficialPeer.Answer::heardMillis).toList());
    System.out.println(
        "| what | batch | steps | ms a clip | codec | CLAP | encoder | decoder | times faster |\n"
            + "|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    System.out.printf(
        Locale.ROOT,
        "| official code | 1 | %d | %.0f | %.0f with CLAP | | %.0f with decoder | | 1 |%n",
        steps,
        total,
        heard,
        total - heard);
    for (ModelTrial trial : trials) {
      ModelFigures figures = trial.figures();
      System.out.println(figures.rowAgainst(total));
    }
  }

  /** The clips from a place on, around the end. */
  private static List<AudioWindow> windows(List<Clip> clips, int from, int count) {
    List<AudioWindow> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Clip clip = clips.get((from + i) % clips.size());
      windows.add(new AudioWindow(clip.name() + "-" + i, Clip.RATE, clip.samples()));
    }
    return windows;
  }
}
