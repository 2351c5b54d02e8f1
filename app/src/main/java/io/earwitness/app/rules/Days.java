package io.earwitness.app.rules;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Days of the week as people write them: {@code mon}, {@code Monday}, {@code mon-fri}. */
final class Days {
  private static final int SHORTEST = 3;

  private Days() {}

  /**
   * @throws IllegalArgumentException if it is none
   */
  static Set<DayOfWeek> parse(String text) {
    List<String> ends = List.of(text.split("\\s*[-–]\\s*", -1));
    if (ends.size() > 2) {
      throw new IllegalArgumentException("is neither a day nor a span of days such as mon-fri");
    }
    DayOfWeek last = day(ends.get(ends.size() - 1));
    Set<DayOfWeek> days = new TreeSet<>();
    DayOfWeek day = day(ends.get(0));
    days.add(day);
    while (day != last) {
      day = day.plus(1);
      days.add(day);
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    String word = text.strip().toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (word.length() >= SHORTEST && day.name().startsWith(word)) {
        return day;
      }
    }
    throw new IllegalArgumentException("is no day: mon, tue, wed, thu, fri, sat, sun");
  }
}
