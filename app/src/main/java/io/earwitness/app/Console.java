package io.earwitness.app;

import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a command speaks: results to standard output, everything about how it goes to standard
 * error, as sentences or as lines of the log. Safe for use by several threads.
 */
public final class Console {
  private static final Logger LOG = LoggerFactory.getLogger("io.earwitness.console");

  private final PrintStream out;
  private final PrintStream err;
  private final boolean logs;

  public Console(PrintStream out, PrintStream err) {
    this(out, err, false);
  }

  /**
   * @param logs whether everything about how it goes is logged instead of printed
   */
  Console(PrintStream out, PrintStream err, boolean logs) {
    this.out = out;
    this.err = err;
    this.logs = logs;
  }

  /** Whether nobody reads along: then all log lines go where a person would read sentences. */
  public boolean logs() {
    return logs;
  }

  /** A line of the result. */
  public void result(String line) {
    out.println(line);
    out.flush();
  }

  /** A line about how it goes. */
  public void progress(String line) {
    if (logs) {
      LOG.info(line);
      return;
    }
    err.println(line);
  }

  /** One sentence about what went wrong. */
  public void problem(String sentence) {
    if (logs) {
      LOG.error(sentence);
      return;
    }
    err.println("earwitness: " + sentence);
  }

  public PrintStream err() {
    return err;
  }

  /** Whether whoever reads the results has gone, as {@code head} does. */
  public boolean readerGone() {
    return out.checkError();
  }
}
