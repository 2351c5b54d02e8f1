package io.earwitness.app.command;

import io.earwitness.app.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with alert rules. */
@Command(
    name = "rules",
    header = "Applies, lists, deletes and tries out alert rules.",
    description = {
      "",
      "Rules are written in YAML; docs/alerts.md has the format and examples. They take effect within a "
          + "second, while everything runs."
    },
    synopsisSubcommandLabel = "COMMAND")
final class RulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private RulesCommand() {}

  /** The command with its own commands. */
  static CommandLine commandLine(Console console, Path home) {
    return new CommandLine(new RulesCommand())
        .addSubcommand(new RulesApplyCommand(console, home))
        .addSubcommand(new RulesListCommand(console, home))
        .addSubcommand(new RulesDeleteCommand(console, home))
        .addSubcommand(new RulesTestCommand(console, home));
  }

  /** Without a command there is nothing to do. */
  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is missing: apply, list, delete or test");
  }
}
