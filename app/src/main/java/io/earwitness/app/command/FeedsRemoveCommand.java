package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.feeds.FeedsFileEditor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes feeds away while everything runs. */
@Command(
    name = "remove",
    header = "Takes feeds out of the file of feeds; a running `up` ends their sessions.",
    description = {"", "What was heard of them is kept."})
final class FeedsRemoveCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Which feeds.")
  private List<String> names;

  @Mixin private FeedsFileOptions file;

  FeedsRemoveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (String name : names) {
      new FeedsFileEditor(file.file()).remove(name);
      console.progress("%s is out of %s; %s.".formatted(name, file.file(), file.effect()));
    }
    return ExitCode.OK;
  }
}
