package io.earwitness.captioner.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/** A {@link Schedule} with its time zone looked up. */
record Hours(Set<DayOfWeek> begins, LocalTime from, LocalTime until, ZoneId zone) {

  boolean include(Instant instant) {
    ZonedDateTime there = instant.atZone(zone);
    LocalTime time = there.toLocalTime();
    DayOfWeek today = there.getDayOfWeek();
    boolean reachTomorrow = !until.isAfter(from);
    boolean begunToday = begins.contains(today) && !time.isBefore(from);
    if (!reachTomorrow) {
      return begunToday && time.isBefore(until);
    }
    return begunToday || (begins.contains(today.minus(1)) && time.isBefore(until));
  }
}
