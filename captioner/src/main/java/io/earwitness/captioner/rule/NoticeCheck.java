package io.earwitness.captioner.rule;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds what keeps a rule's alerts from being told. */
final class NoticeCheck {
  /** As Prometheus spells label names. */
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private static final Set<String> RESERVED = Set.of("alertname", "rule", "feed", "severity");

  private NoticeCheck() {}

  static void check(Notice notice, List<RuleProblem> problems) {
    require(problems, !notice.severity().isBlank(), "severity", "''", "is empty");
    notNegative(problems, "cooldown", notice.cooldown());
    notNegative(problems, "repeat", notice.repeat());
    for (String label : new TreeSet<>(notice.labels().keySet())) {
      require(
          problems,
          LABEL.matcher(label).matches(),
          "labels",
          label,
          "is no label name: letters, digits and '_', not a digit first");
      require(
          problems, !RESERVED.contains(label), "labels", label, "is a label that every alert has");
    }
    text(problems, "summary", notice.summary());
    text(problems, "description", notice.description());
  }

  private static void text(List<RuleProblem> problems, String field, String text) {
    for (String unknown : NoticeText.unknownIn(text)) {
      problems.add(
          new RuleProblem(
              field,
              "{" + unknown + "}",
              "is no placeholder: " + new TreeSet<>(NoticeText.PLACEHOLDERS)));
    }
  }

  private static void notNegative(List<RuleProblem> problems, String field, Duration value) {
    require(problems, !value.isNegative(), field, value.toString(), "is negative");
  }

  private static void require(
      List<RuleProblem> problems, boolean condition, String field, String value, String wrong) {
    if (!condition) {
      problems.add(new RuleProblem(field, value, wrong));
    }
  }
}
