package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.rules.RuleApplier;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes rules hold. */
@Command(
    name = "apply",
    header = "Makes the rules of a file hold, while everything runs.",
    description = {
      "",
      "A rule that is new or has changed is written; one that is the same is left alone; rules that "
          + "the file does not name go on, unless --prune is given. If one rule of the file can't work, "
          + "nothing is written, and the place in the file is told."
    })
final class RulesApplyCommand implements Callable<Integer> {
  private final Console console;
  private final Path home;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Rules in YAML.")
  private List<Path> files;

  @Option(names = "--prune", description = "Delete the rules that no file names.")
  private boolean prune;

  @Option(names = "--dry-run", description = "Check and compare, but write nothing.")
  private boolean dryRun;

  @Mixin private ConnectionOptions connection;

  RulesApplyCommand(Console console, Path home) {
    this.console = console;
    this.home = home;
  }

  @Override
  public Integer call() {
    Settings settings = connection.settings(home);
    RuleModel model = RuleModel.of(settings);
    List<AlertRule> written = RuleApplier.read(files, model);
    RulesTopics.require(settings);
    new RuleApplier(settings, model, console::result).apply(written, prune, dryRun);
    return ExitCode.OK;
  }
}
