package io.earwitness.onnx.engine;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;

/** The threads of an engine. */
final class Workers {
  private final List<Thread> threads;

  /** What a worker does until it is to end. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  Workers(int count, Work work) {
    ThreadFactory factory = daemons("earwitness-captioner");
    threads =
        IntStream.range(0, count).mapToObj(i -> factory.newThread(() -> untilDone(work))).toList();
    threads.forEach(Thread::start);
  }

  static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static void untilDone(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for all of them, even when interrupted: memory that they use must not be freed before.
   * The interrupt is kept.
   */
  void join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
