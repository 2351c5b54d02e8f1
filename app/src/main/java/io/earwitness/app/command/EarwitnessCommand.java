package io.earwitness.app.command;

import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.app.Logging;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others. */
@Command(
    name = "earwitness",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Listens to audio feeds and says in plain words what it hears.",
    synopsisSubcommandLabel = "COMMAND")
public final class EarwitnessCommand implements Callable<Integer> {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log to standard error and show where an error came from.")
  private boolean debug;

  @Spec private CommandSpec spec;

  private final Console console;

  private EarwitnessCommand(Console console) {
    this.console = console;
  }

  /**
   * The parser with all its commands.
   *
   * @param home the program's own folder
   */
  public static CommandLine commandLine(Console console, Path home) {
    var top = new EarwitnessCommand(console);
    return new CommandLine(top)
        .addSubcommand(new UpCommand(console, home))
        .addSubcommand(new PlayCommand(console, home))
        .addSubcommand(new CaptionCommand(console, home))
        .addSubcommand(new EvaluateCommand(console, home))
        .addSubcommand(new TailCommand(console, home))
        .addSubcommand(RulesCommand.commandLine(console, home))
        .addSubcommand(new DeadLettersCommand(console, home))
        .addSubcommand(new ShadowCommand(console, home))
        .addSubcommand(new BackfillCommand(console, home))
        .addSubcommand(FeedsCommand.commandLine(console))
        .addSubcommand(new ExportCommand(console, home))
        .addSubcommand(new TopicsCommand(console, home))
        .addSubcommand(new DoctorCommand(console, home))
        .setExecutionStrategy(parsed -> top.run(parsed))
        .setExecutionExceptionHandler((failure, line, parsed) -> top.tell(failure))
        .setParameterExceptionHandler((wrong, args) -> refuse(wrong, console))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Without a command there is nothing to do. */
  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing");
  }

  private int run(ParseResult parsed) {
    if (console.logs()) {
      Logging.toJson(debug);
    } else if (debug) {
      Logging.toStandardError();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int refuse(CommandLine.ParameterException wrong, Console console) {
    CommandLine command = wrong.getCommandLine();
    console.problem(wrong.getMessage() + ".");
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    console.progress("See `%s --help`.".formatted(command.getCommandSpec().qualifiedName()));
    return CommandLine.ExitCode.USAGE;
  }

  private int tell(Exception failure) {
    console.problem(Failures.sentence(failure));
    if (debug) {
      failure.printStackTrace(console.err());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Whether log lines go to standard error already, and so into no file. */
  boolean logsToStandardError() {
    return debug || console.logs();
  }
}
