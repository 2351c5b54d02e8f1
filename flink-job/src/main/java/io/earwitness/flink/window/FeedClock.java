package io.earwitness.flink.window;

import java.time.Instant;

/**
 * When a feed was last heard of, as far as the idle timer needs to know. Mutable; part of the
 * checkpointed state.
 */
public class FeedClock {
  /** When the broker appended the feed's newest chunk, in milliseconds since 1970. */
  private long appendedAtMillis;

  /** When this job saw that chunk, in milliseconds since 1970. */
  private long seenAtMillis;

  /** Event time of the end of that chunk. */
  private Instant heardUntil = Instant.EPOCH;

  /** Whether a timer is set. */
  private boolean armed;

  public long getAppendedAtMillis() {
    return appendedAtMillis;
  }

  public void setAppendedAtMillis(long appendedAtMillis) {
    this.appendedAtMillis = appendedAtMillis;
  }

  public long getSeenAtMillis() {
    return seenAtMillis;
  }

  public void setSeenAtMillis(long seenAtMillis) {
    this.seenAtMillis = seenAtMillis;
  }

  public Instant getHeardUntil() {
    return heardUntil;
  }

  public void setHeardUntil(Instant heardUntil) {
    this.heardUntil = heardUntil;
  }

  public boolean isArmed() {
    return armed;
  }

  public void setArmed(boolean armed) {
    this.armed = armed;
  }
}
