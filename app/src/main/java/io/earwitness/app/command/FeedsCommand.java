package io.earwitness.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups what is done with sources. */
@Command(name = "feeds", header = "Says what a source is.", synopsisSubcommandLabel = "COMMAND")
final class FeedsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing");
  }
}
