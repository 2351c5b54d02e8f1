package io.earwitness.captioner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoursTest {
  @Test
  void holdFromInclusiveUntilExclusiveInTheirZone() {
    Hours shop = hours(Set.of(), "09:00", "17:00", "America/New_York");
    assertThat(shop.include(Instant.parse("2026-07-01T12:59:59Z"))).isFalse();
    assertThat(shop.include(Instant.parse("2026-07-01T13:00:00Z"))).isTrue();
    assertThat(shop.include(Instant.parse("2026-07-01T21:00:00Z"))).isFalse();
    // In winter the same hours are another time in UTC.
    assertThat(shop.include(Instant.parse("2026-12-01T13:30:00Z"))).isFalse();
    assertThat(shop.include(Instant.parse("2026-12-01T14:00:00Z"))).isTrue();
  }

  @Test
  void belongToTheDayOnWhichTheyBeginWhenTheyPassMidnight() {
    Hours saturdayNight = hours(Set.of(DayOfWeek.SATURDAY), "22:00", "06:00", "UTC");
    assertThat(saturdayNight.include(Instant.parse("2026-02-28T23:00:00Z"))).isTrue();
    assertThat(saturdayNight.include(Instant.parse("2026-03-01T05:59:00Z"))).isTrue();
    assertThat(saturdayNight.include(Instant.parse("2026-03-01T06:00:00Z"))).isFalse();
    assertThat(saturdayNight.include(Instant.parse("2026-03-01T23:00:00Z"))).isFalse();
    assertThat(saturdayNight.include(Instant.parse("2026-02-28T05:00:00Z"))).isFalse();
  }

  @Test
  void areTheWholeDayWhereBothEndsAreTheSame() {
    Hours sunday = hours(Set.of(DayOfWeek.SUNDAY), "00:00", "00:00", "UTC");
    assertThat(sunday.include(Instant.parse("2026-03-01T00:00:00Z"))).isTrue();
    assertThat(sunday.include(Instant.parse("2026-03-01T23:59:59Z"))).isTrue();
    assertThat(sunday.include(Instant.parse("2026-03-02T00:00:00Z"))).isFalse();
  }

  private static Hours hours(Set<DayOfWeek> days, String from, String until, String zone) {
    return new Schedule(days, LocalTime.parse(from), LocalTime.parse(until), zone).compile();
  }
}
