package io.earwitness.app.command;

import io.earwitness.app.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups what is done with feeds and their sources. */
@Command(
    name = "feeds",
    header = "Adds, removes and shows feeds while everything runs; says what a source is.",
    synopsisSubcommandLabel = "COMMAND")
final class FeedsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private FeedsCommand() {}

  static CommandLine commandLine(Console console) {
    return new CommandLine(new FeedsCommand())
        .addSubcommand(new FeedsAddCommand(console))
        .addSubcommand(new FeedsListCommand(console))
        .addSubcommand(new FeedsRemoveCommand(console))
        .addSubcommand(new FeedsProbeCommand(console));
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing");
  }
}
