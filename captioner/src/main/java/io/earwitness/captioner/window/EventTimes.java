package io.earwitness.captioner.window;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Event times as a checkpointed state holds them: microseconds since 1970. */
final class EventTimes {
  /** The years 1 to 9999, so that no arithmetic on event times overflows. */
  static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private EventTimes() {}

  static boolean inRange(Instant time) {
    return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
  }

  static long micros(Instant time) {
    // ChronoUnit.between counts nanoseconds on its way, and so overflows after 292 years.
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
