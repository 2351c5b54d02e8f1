package io.earwitness.app.feeds;

import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a file of feeds again and again, on a thread of its own, and hands on what it says when
 * that has changed. It looks at the text itself: that works on every file system, and with links
 * that are turned elsewhere. What can't be used is told once, and changes nothing.
 */
public final class FeedsWatch implements AutoCloseable {
  /** A file that says the same for so long is not being written. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final FeedsSource known;
  private final Taker taker;
  private final Console console;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private String taken;

  /** Takes over what the file says. */
  public interface Taker {
    /**
     * @param choices all feeds of the file
     */
    void take(List<FeedChoice> choices) throws MediaException, InterruptedException;
  }

  private FeedsWatch(FeedsSource known, Taker taker, Console console) {
    this.known = known;
    this.taker = taker;
    this.console = console;
    this.taken = known.text();
    this.thread = new Thread(this::watch, "feeds-file");
  }

  /**
   * Begins to watch.
   *
   * @param known what has been taken over already
   */
  public static FeedsWatch start(FeedsSource known, Taker taker, Console console) {
    var watch = new FeedsWatch(known, taker, console);
    watch.thread.start();
    return watch;
  }

  /** Watches nothing. */
  public static FeedsWatch none() {
    return new FeedsWatch(new FeedsSource(Path.of(""), "", Map.of()), choices -> {}, null);
  }

  private void watch() {
    String seen = taken;
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        String now = look();
        if (now.equals(seen) && !now.equals(taken)) {
          taken = now;
          take();
        }
        seen = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take() throws InterruptedException {
    try {
      taker.take(FeedsSource.of(known.file(), known.environment()).choices());
    } catch (MediaException | RuntimeException e) {
      console.problem("%s The feeds go on as they were.".formatted(Failures.sentence(e)));
    }
  }

  /** Nothing where the file is missing or can't be read: that is told when it is taken over. */
  private String look() {
    try {
      return Files.readString(known.file());
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
