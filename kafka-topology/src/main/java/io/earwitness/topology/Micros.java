package io.earwitness.topology;

import java.time.Instant;

/**
 * Instants as microseconds since 1970, the events' own unit. What a long can't hold becomes the
 * nearest that it can: an impossible clock must not stop a partition.
 */
final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1_000;
  private static final long MOST_SECONDS = Long.MAX_VALUE / PER_SECOND - 1;

  private Micros() {}

  static long of(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (Math.abs(seconds) > MOST_SECONDS) {
      return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    return seconds * PER_SECOND + instant.getNano() / NANOS;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }
}
