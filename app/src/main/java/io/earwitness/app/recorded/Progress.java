package io.earwitness.app.recorded;

import static io.earwitness.app.print.Times.words;

import io.earwitness.app.Console;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells every now and then how far it has come and how long it will take. Safe for threads. */
final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

  private final Console console;
  private final int files;
  private final Duration total;
  private final long began = System.nanoTime();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private Duration heard = Duration.ZERO;
  private int done;

  /**
   * @param total sound of all files, as far as they say
   */
  Progress(Console console, int files, Duration total) {
    this.console = console;
    this.files = files;
    this.total = total;
    long millis = BETWEEN_WORDS.toMillis();
    var unused =
        ticker.scheduleAtFixedRate(
            () -> console.progress(sentence()), millis, millis, TimeUnit.MILLISECONDS);
  }

  synchronized void heard(Duration sound) {
    heard = heard.plus(sound);
  }

  synchronized void fileDone() {
    done++;
  }

  /** {@code 3 of 120 recordings, 12 %: 1 h 40 min of sound in 5 min, 20 × real time; …}. */
  synchronized String sentence() {
    Duration spent = Duration.ofNanos(System.nanoTime() - began);
    double share = total.isZero() ? 1 : Math.min(1, (double) heard.toMillis() / total.toMillis());
    String so =
        "%d of %d recordings, %.0f %%: %s of sound in %s"
            .formatted(done, files, 100 * share, words(heard), words(spent));
    if (share == 0 || share == 1) {
      return so + ".";
    }
    Duration left = Duration.ofMillis((long) (spent.toMillis() * (1 - share) / share));
    return "%s, %.1f × real time; about %s left."
        .formatted(so, (double) heard.toMillis() / Math.max(1, spent.toMillis()), words(left));
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
