package io.earwitness.app.page.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What waits for one open page. A reader that falls behind first misses what is of the moment only;
 * if it falls further behind it is cut off, and comes back for what it missed. Safe for use by
 * several threads.
 */
final class Subscription {
  /** Beyond as many waiting messages those of the moment are left out. */
  static final int PASSING_LIMIT = 32;

  /** Beyond as many the reader is cut off. */
  static final int LASTING_LIMIT = LiveHub.REMEMBERED + 256;

  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private final boolean resumed;
  private boolean closed;

  /**
   * @param resumed whether it goes on where the page was
   */
  Subscription(boolean resumed) {
    this.resumed = resumed;
  }

  boolean resumed() {
    return resumed;
  }

  synchronized void offer(Message message) {
    if (closed || (!message.lasting() && waiting.size() >= PASSING_LIMIT)) {
      return;
    }
    if (waiting.size() >= LASTING_LIMIT) {
      close();
      return;
    }
    waiting.add(message);
    notifyAll();
  }

  /** The next message, or nothing if none comes in time or the subscription is closed. */
  synchronized Optional<Message> next(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (waiting.isEmpty() && !closed) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return Optional.ofNullable(waiting.poll());
  }

  synchronized boolean closed() {
    return closed;
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }
}
