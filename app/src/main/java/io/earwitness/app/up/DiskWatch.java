package io.earwitness.app.up;

import io.earwitness.app.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells while there is still time that the data folder's disk is nearly full. For one thread. */
final class DiskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long LITTLE = 512L << 20;

  /** Told anew only after there was as much again. */
  private static final long ENOUGH = 2 * LITTLE;

  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Path folder;
  private final Console console;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "disk-watch");
            thread.setDaemon(true);
            return thread;
          });
  private boolean told;

  DiskWatch(Path folder, Console console) {
    this.folder = folder;
    this.console = console;
  }

  /** Looks now and then until it is closed. */
  static DiskWatch start(Path folder, Console console) {
    var watch = new DiskWatch(folder, console);
    var unused =
        watch.ticker.scheduleWithFixedDelay(watch::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      found(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      LOG.warn("How much room {} has is not known: {}", folder, e.toString());
    }
  }

  /** Tells, if there is something to tell. */
  void found(long freeBytes) {
    if (freeBytes < LITTLE && !told) {
      told = true;
      console.problem(
          ("only %d MiB are free where %s lies. Earwitness ends when the disk is full; sound is kept as"
                  + " long as the topics' retention says.")
              .formatted(freeBytes >> 20, folder));
    } else if (freeBytes >= ENOUGH) {
      told = false;
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
