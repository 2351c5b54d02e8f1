package io.earwitness.app.export;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.follow.EventFollower;
import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps something up to date with a feed's captions until the process ends. What can't be written
 * is told once, and tried again with what comes next. For one thread.
 */
public final class LiveExport {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String feed;
  private final Duration keep;
  private final Rolling rolling;
  private final Console console;
  private final KeptCaptions kept = new KeptCaptions();
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

  /** Begins with what is there and follows what comes, until the thread is interrupted. */
  public void run(EventFollower<CaptionEvent> follower) {
    follower.readToEnd(followed -> take(followed.event()));
    while (!Thread.currentThread().isInterrupted()) {
      Instant now = Instant.now();
      kept.forgetBefore(now.minus(keep));
      update(now);
      follower.poll(POLL).forEach(followed -> take(followed.event()));
    }
  }

  private void take(CaptionEvent caption) {
    boolean recent = caption.end().isAfter(Instant.now().minus(keep));
    if (recent && caption.feedId().equals(feed)) {
      var unused = kept.add(caption);
    }
  }

  private void update(Instant now) {
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
