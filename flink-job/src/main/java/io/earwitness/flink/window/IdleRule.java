package io.earwitness.flink.window;

import java.time.Duration;

/**
 * Decides whether a feed has stalled. It has if it was silent for the time-out by two clocks at
 * once: that of the log, which says up to which append time every partition has been read, and this
 * process's own, counted from the last chunk or from the start, whichever is later. The first keeps
 * a job that is behind from taking its own delay for the feed's; the second gives a feed the whole
 * time-out anew after a restart, however far the log's clock leaps, and outweighs a broker whose
 * clock is slow.
 */
final class IdleRule {
  private final long timeoutMillis;
  private final long startedAtMillis;

  IdleRule(Duration timeout, long startedAtMillis) {
    this.timeoutMillis = timeout.toMillis();
    this.startedAtMillis = startedAtMillis;
  }

  /** Log time of the first look at a feed that was just heard of. */
  long firstLook(FeedClock feed) {
    return feed.getAppendedAtMillis() + timeoutMillis;
  }

  /**
   * How long the feed must stay silent from now on to have stalled, in milliseconds of the log's
   * clock; 0 or less if it has stalled.
   *
   * @param logMillis up to which the log has been read; {@link Long#MAX_VALUE} at the end of a
   *     finite log, when nothing can follow
   * @param nowMillis by this process's clock
   */
  long remainingMillis(FeedClock feed, long logMillis, long nowMillis) {
    if (logMillis == Long.MAX_VALUE) {
      return 0;
    }
    long byLog = feed.getAppendedAtMillis() + timeoutMillis - logMillis;
    long silentSince = Math.max(feed.getSeenAtMillis(), startedAtMillis);
    long byOwnClock = silentSince + timeoutMillis - nowMillis;
    return Math.max(byLog, byOwnClock);
  }
}
