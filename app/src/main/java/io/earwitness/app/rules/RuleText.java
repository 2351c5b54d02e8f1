package io.earwitness.app.rules;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Condition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A rule in few words, for people. */
public final class RuleText {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");

  private RuleText() {}

  public static String appliedOn(AlertRule rule) {
    return rule.appliedAt().equals(Instant.EPOCH)
        ? "–"
        : DAY.format(rule.appliedAt().atZone(ZoneId.systemDefault()));
  }

  /** Where it watches. */
  public static String feeds(AlertRule rule) {
    List<String> parts = new ArrayList<>(rule.scope().feeds());
    if (parts.isEmpty()) {
      parts.add("every feed");
    }
    rule.scope().feedLabels().forEach((name, value) -> parts.add(name + "=" + value));
    return String.join(" ", parts);
  }

  /** What it watches for. */
  public static String conditions(AlertRule rule) {
    String glue = rule.match() == AlertRule.Match.ALL ? " and " : " or ";
    return rule.conditions().stream().map(RuleText::condition).collect(Collectors.joining(glue));
  }

  private static String condition(Condition condition) {
    if (condition instanceof Condition.Sound sound) {
      String label = sound.label().replace('_', ' ');
      return sound.threshold() > 0 ? "%s ≥ %s".formatted(label, sound.threshold()) : label;
    } else if (condition instanceof Condition.Text text) {
      return "“%s” ≥ %s".formatted(text.text(), text.threshold());
    } else if (condition instanceof Condition.Words words) {
      return words(words);
    } else if (condition instanceof Condition.Level level) {
      List<String> bounds = new ArrayList<>();
      level.aboveDbfs().ifPresent(bound -> bounds.add("above %s dBFS".formatted(bound)));
      level.belowDbfs().ifPresent(bound -> bounds.add("below %s dBFS".formatted(bound)));
      return "level " + String.join(" and ", bounds);
    } else if (condition instanceof Condition.Health health) {
      return health.kinds().stream()
          .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
          .collect(Collectors.joining("/"));
    }
    throw new IllegalArgumentException("no such condition: " + condition);
  }

  private static String words(Condition.Words words) {
    List<String> parts = new ArrayList<>();
    if (!words.anyOf().isEmpty()) {
      parts.add(String.join("/", words.anyOf()));
    }
    if (!words.allOf().isEmpty()) {
      parts.add(String.join(" + ", words.allOf()));
    }
    if (!words.noneOf().isEmpty()) {
      parts.add("not " + String.join("/", words.noneOf()));
    }
    return "words " + String.join(", ", parts);
  }
}
