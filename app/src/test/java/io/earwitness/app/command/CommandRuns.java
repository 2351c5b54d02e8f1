package io.earwitness.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.earwitness.app.Console;
import io.earwitness.testkit.LocalStack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the program's commands in this JVM and keeps what the last one told. For one thread. */
public final class CommandRuns {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  private final Path home;

  /**
   * @param home where the program lies, with the bundles that come with it
   */
  public CommandRuns(Path home) {
    this.home = home;
  }

  /**
   * Runs one.
   *
   * @return its exit status
   */
  public int run(List<String> arguments) {
    forget();
    return EarwitnessCommand.commandLine(console, home)
        .setOut(new PrintWriter(out, true, UTF_8))
        .setErr(new PrintWriter(err, true, UTF_8))
        .execute(arguments.toArray(String[]::new));
  }

  /** As {@link #run(List)}. */
  public int run(String... arguments) {
    return run(List.of(arguments));
  }

  /**
   * Runs a command that needs brokers and registry.
   *
   * @param command with its options and without those that name them
   */
  public int runOn(LocalStack stack, List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(
        List.of(
            "--bootstrap",
            stack.kafka().bootstrapServers(),
            "--registry",
            stack.registry().urls().get(0).toString()));
    return run(arguments);
  }

  /** For a part of the program that is used without its command. */
  Console console() {
    return console;
  }

  /** Forgets what was told. */
  void forget() {
    out.reset();
    err.reset();
  }

  /** Results: the lines on standard output. */
  public List<String> printed() {
    return out.toString(UTF_8).lines().toList();
  }

  /** What was said to people: all of standard error. */
  public String said() {
    return err.toString(UTF_8);
  }
}
