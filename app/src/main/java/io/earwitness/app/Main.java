package io.earwitness.app;

import io.earwitness.app.command.EarwitnessCommand;
import java.nio.file.Path;

/** The {@code earwitness} command. */
public final class Main {
  /** System property that says where the program's own folder is; the start script sets it. */
  static final String HOME_PROPERTY = "earwitness.home";

  private Main() {}

  /** Runs a command and exits with its status: 0, or 1 for a failure, or 2 for a wrong call. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty(HOME_PROPERTY, "."));
    System.exit(
        EarwitnessCommand.commandLine(new Console(System.out, System.err), home).execute(args));
  }
}
