package io.earwitness.app.print;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Spans of time, as people read them. */
public final class Times {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Times() {}

  /** How long, in two units at most: {@code 2 h 5 min}. */
  public static String words(Duration time) {
    long seconds = Math.round(time.toMillis() / 1e3);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** Within a recording: {@code 0:05–0:15}, {@code 1:02:05–1:02:15}. */
  static String span(Duration begin, Duration end) {
    return position(begin) + "–" + position(end);
  }

  /** A position in a recording: {@code 0:05}. */
  static String at(Duration position) {
    return position(position);
  }

  /** By the clock on the wall: {@code 14:03:05–14:03:15}. */
  static String span(Instant begin, Instant end, ZoneId zone) {
    return clock(begin, zone) + "–" + clock(end, zone);
  }

  /** By the clock on the wall. */
  static String clock(Instant at, ZoneId zone) {
    return CLOCK.format(at.atZone(zone));
  }

  /** Parts of a second are told only where there are some. */
  private static String position(Duration position) {
    long tenths = position.plusMillis(50).toMillis() / 100;
    String seconds =
        tenths % 10 == 0
            ? "%02d".formatted(tenths / 10 % 60)
            : "%02d.%d".formatted(tenths / 10 % 60, tenths % 10);
    long minutes = tenths / 600;
    return minutes < 60
        ? "%d:%s".formatted(minutes, seconds)
        : "%d:%02d:%s".formatted(minutes / 60, minutes % 60, seconds);
  }
}
