package io.earwitness.ingest.live;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, and by chance a
 * little less, so that many feeds of one server don't come back at once. For one thread.
 */
final class Backoff {
  private static final double JITTER = 0.3;

  private final Duration shortest;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    this.shortest = shortest;
    this.longest = longest;
    this.random = random;
    this.next = shortest;
  }

  /** The wait before the next attempt. */
  Duration next() {
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofMillis((long) (wait.toMillis() * (1 - JITTER * random.nextDouble())));
  }

  /** After an attempt that went well. */
  void reset() {
    next = shortest;
  }
}
