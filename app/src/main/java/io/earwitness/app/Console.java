package io.earwitness.app;

import java.io.PrintStream;

/**
 * Where a command speaks: results to standard output, everything about how it goes to standard
 * error. Safe for use by several threads.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;

  public Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** A line of the result. */
  public void result(String line) {
    out.println(line);
    out.flush();
  }

  /** A line about how it goes. */
  public void progress(String line) {
    err.println(line);
  }

  /** One sentence about what went wrong. */
  public void problem(String sentence) {
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
