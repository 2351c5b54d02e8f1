package io.earwitness.app.export;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps something up to date with a feed's captions until it is stopped. What can't be written is
 * told once, and tried again with what comes next. For one thread, but for {@link #stop}.
 */
public final class LiveExport {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final String feed;
  private final Duration keep;
  private final Rolling rolling;
  private final Console console;
  private final KeptCaptions kept = new KeptCaptions();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private boolean failing;

  /**
   * @param keep how long captions are kept after they end
   */
  public LiveExport(String feed, Duration keep, Rolling rolling, Console console) {
    this.feed = feed;
    this.keep = keep;
    this.rolling = rolling;
    this.console = console;
  }

  /** Begins with what is there and follows what comes; ends with what is there when it stops. */
  public void run(EventFollower<CaptionEvent> follower) {
    try {
      follower.readToEnd(followed -> take(followed.event()));
      update();
      while (!stopping) {
        List<Followed<CaptionEvent>> came = follower.poll(POLL);
        came.forEach(followed -> take(followed.event()));
        update();
      }
      follower.readToEnd(followed -> take(followed.event()));
      update();
    } finally {
      ended.countDown();
    }
  }

  /** From any thread: ends {@link #run}, and waits until it has written what it knows. */
  public void stop() {
    stopping = true;
    try {
      var unused = ended.await(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(CaptionEvent caption) {
    boolean recent = caption.end().isAfter(Instant.now().minus(keep));
    if (recent && caption.feedId().equals(feed)) {
      var unused = kept.add(caption);
    }
  }

  private void update() {
    Instant now = Instant.now();
    kept.forgetBefore(now.minus(keep));
    try {
      rolling.update(kept.all(), now);
      failing = false;
    } catch (CommandException e) {
      if (!failing) {
        console.problem(e.getMessage() + " It is tried again.");
      }
      failing = true;
    }
  }
}
