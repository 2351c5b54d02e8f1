package io.earwitness.app.rules;

import io.earwitness.app.CommandException;
import io.earwitness.settings.SettingTypes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;

/** Points of time as people write them. */
public final class PastTimes {
  private PastTimes() {}

  /**
   * Reads {@code 2026-03-01T22:00:00Z}, {@code 2026-03-01T22:00}, {@code 2026-03-01}, {@code 22:00}
   * of today, or {@code 2h} ago.
   *
   * @param option for messages
   * @throws CommandException if it is none of these
   */
  public static Instant parse(String option, String text) {
    ZoneId zone = ZoneId.systemDefault();
    List<Function<String, Instant>> ways =
        List.of(
            t -> OffsetDateTime.parse(t).toInstant(),
            t -> LocalDateTime.parse(t).atZone(zone).toInstant(),
            t -> LocalDate.parse(t).atStartOfDay(zone).toInstant(),
            t -> LocalTime.parse(t).atDate(LocalDate.now(zone)).atZone(zone).toInstant());
    for (Function<String, Instant> way : ways) {
      try {
        return way.apply(text);
      } catch (DateTimeParseException e) {
        continue; // the next way
      }
    }
    try {
      return Instant.now().minus(SettingTypes.DURATION.parse().apply(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CommandException(
          "%s %s: expected a time such as 2026-03-01T22:00, 22:00 of today, or 2h ago."
              .formatted(option, text),
          e);
    }
  }
}
