package io.earwitness.app.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * Stops work in an orderly way when the process is asked to end, and has the process wait for it.
 */
final class CtrlC {
  private static final long STOP_SECONDS = 30;

  private CtrlC() {}

  /** What runs until it is over or asked to stop. */
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /**
   * Runs work.
   *
   * @param stop asks it to end within seconds; called on another thread
   */
  static <T> T stops(Runnable stop, Work<T> work) throws InterruptedException {
    var finished = new CountDownLatch(1);
    Thread onCtrlC =
        new Thread(
            () -> {
              // The hook also runs when all is over.
              if (finished.getCount() > 0) {
                stop.run();
                await(finished);
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(onCtrlC);
    try {
      return work.run();
    } finally {
      finished.countDown();
    }
  }

  private static void await(CountDownLatch finished) {
    try {
      if (!finished.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.SOFTWARE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
