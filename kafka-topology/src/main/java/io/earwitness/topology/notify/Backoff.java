package io.earwitness.topology.notify;

import java.time.Duration;
import java.time.Instant;

/** When to try again: soon at first, then more and more seldom. Not safe for several threads. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration wait = FIRST;
  private Instant failingSince;
  private Instant notBefore = Instant.MIN;

  boolean mayTry(Instant now) {
    return !now.isBefore(notBefore);
  }

  /**
   * @return whether this is the first failure after a success
   */
  boolean failed(Instant now) {
    boolean first = failingSince == null;
    if (first) {
      failingSince = now;
    }
    notBefore = now.plus(wait);
    wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
    return first;
  }

  /** For how long nothing has worked. */
  Duration failingFor(Instant now) {
    return failingSince == null ? Duration.ZERO : Duration.between(failingSince, now);
  }

  /**
   * @return whether there was a failure before
   */
  boolean succeeded() {
    boolean recovered = failingSince != null;
    failingSince = null;
    notBefore = Instant.MIN;
    wait = FIRST;
    return recovered;
  }
}
