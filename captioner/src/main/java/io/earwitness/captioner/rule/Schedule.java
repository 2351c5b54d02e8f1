package io.earwitness.captioner.rule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Times at which a rule holds.
 *
 * @param days on which a span of hours begins; empty for every day
 * @param from time of day at which the rule begins to hold, inclusive
 * @param until time of day at which it ceases to hold, exclusive; if not after {@code from}, on the
 *     next day
 * @param timeZone name in the IANA time zone data base
 */
public record Schedule(Set<DayOfWeek> days, LocalTime from, LocalTime until, String timeZone) {

  public Schedule {
    days = days.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /**
   * Ready to ask.
   *
   * @throws java.time.DateTimeException if the time zone is unknown
   */
  Hours compile() {
    Set<DayOfWeek> begins = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    return new Hours(begins, from, until, ZoneId.of(timeZone));
  }

  String spelled() {
    return "%s %s %s %s".formatted(days, from, until, timeZone);
  }
}
