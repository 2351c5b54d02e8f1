package io.earwitness.app.command;

import io.earwitness.app.CaptionEngine;
import io.earwitness.app.Console;
import io.earwitness.app.evaluate.Evaluation;
import io.earwitness.app.evaluate.EvaluationJson;
import io.earwitness.app.evaluate.EvaluationPlan;
import io.earwitness.app.evaluate.EvaluationText;
import io.earwitness.app.evaluate.Evaluator;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.media.MediaException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.engine.OnnxCaptioner;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.CaptionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what a bundle is worth on labelled recordings. */
@Command(
    name = "evaluate",
    header = "Measures what a bundle is worth on labelled recordings.",
    description = {
      "",
      "Hears every recording, scenes of two sounds mixed from them, and feeds on which nothing "
          + "happens, all through the same engine as a live feed. Prints how many are right, by "
          + "label and by caption, how far confidences can be taken at their word, false events an "
          + "hour, how well texts of rules find their sounds, and the speed. docs/evaluation.md "
          + "explains every number."
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A folder with a labels.csv, or the table itself: path, label, fold.")
  private Path data;

  @Option(
      names = "--fold",
      paramLabel = "N",
      description = "Only recordings of this fold, say the one that training left alone.")
  private Integer fold;

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "80",
      description = "Scenes of each layout to mix: ${DEFAULT-VALUE}.")
  private int scenes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is drawn: the same seed mixes the same scenes.")
  private long seed;

  @Option(
      names = "--quiet",
      paramLabel = "DIR",
      description =
          "Recordings in which no event may be raised, say of music; in a folder that is named "
              + "after a kind, that kind may. Give it as often as you like.")
  private List<Path> quiet = new ArrayList<>();

  @Option(
      names = "--unfamiliar",
      paramLabel = "DIR",
      description =
          "Recordings of kinds that the model does not know: how often, and how surely, it takes "
              + "them for those that it knows. Give it as often as you like.")
  private List<Path> unfamiliar = new ArrayList<>();

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description = "Texts of rules to try in place of the lists that come along: text, label.")
  private Path texts;

  @Option(names = "--json", description = "Print one object, with every caption in it.")
  private boolean json;

  @Mixin private SettingsOptions settingsOptions;

  @Spec private CommandSpec spec;

  EvaluateCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() throws MediaException {
    if (scenes < 1) {
      throw new ParameterException(spec.commandLine(), "--scenes must be at least 1");
    }
    Settings settings = settingsOptions.gather(home).resolve();
    console.progress("Loading the model …");
    Bundle bundle = Bundle.load(BundleSource.folder(settings.get(CaptionSettings.BUNDLE)));
    try (OnnxCaptioner captioner = CaptionEngine.open(settings)) {
      CaptionerInfo info = captioner.info();
      console.progress(
          "%s %s on %s"
              .formatted(info.model().name(), info.model().version(), info.executionProvider()));
      Evaluation evaluation =
          new Evaluator(
                  captioner, bundle.manifest(), CaptionEngine.threads(settings), console::progress)
              .evaluate(
                  new EvaluationPlan(
                      data,
                      Optional.ofNullable(fold),
                      scenes,
                      seed,
                      quiet,
                      unfamiliar,
                      Optional.ofNullable(texts)));
      if (json) {
        console.result(EvaluationJson.of(evaluation));
      } else {
        EvaluationText.lines(evaluation).forEach(console::result);
      }
      return ExitCode.OK;
    }
  }
}
