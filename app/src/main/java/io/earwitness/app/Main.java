package io.earwitness.app;

import io.earwitness.app.command.EarwitnessCommand;
import java.nio.file.Path;

/** The {@code earwitness} command. */
public final class Main {
  /** System property that says where the program's own folder is; the start script sets it. */
  static final String HOME_PROPERTY = "earwitness.home";

  private Main() {}

  /**
   * Variable of the environment: {@code json} logs objects to standard error instead of writing
   * sentences, as containers want it.
   */
  static final String LOG_FORMAT = "LOG_FORMAT";

  /** Runs a command and exits with its status: 0, or 1 for a failure, or 2 for a wrong call. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty(HOME_PROPERTY, "."));
    boolean json = "json".equals(System.getenv(LOG_FORMAT));
    if (json) {
      Logging.toJson(false);
    }
    var console = new Console(System.out, System.err, json);
    System.exit(EarwitnessCommand.commandLine(console, home).execute(args));
  }
}
