package io.earwitness.captioner.rule;

import io.earwitness.captioner.rule.AlertRule.Match;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Rules for tests: change what matters, leave the rest. */
public final class Rules {
  public static final Notice NOTICE =
      new Notice(
          "warning",
          Map.of("team", "night"),
          Duration.ZERO,
          Duration.ZERO,
          "{label} on {feed}",
          "");

  private Rules() {}

  public static AlertRule rule(String id, Condition... conditions) {
    return rule(id, List.of(), Match.ALL, conditions);
  }

  public static AlertRule rule(
      String id, List<String> feeds, Match match, Condition... conditions) {
    return new AlertRule(
        id,
        1,
        true,
        new Scope(feeds, Map.of()),
        Optional.empty(),
        match,
        List.of(conditions),
        Amount.ONCE,
        NOTICE,
        Instant.EPOCH);
  }

  public static AlertRule within(AlertRule rule, Scope scope) {
    return new AlertRule(
        rule.ruleId(),
        rule.version(),
        rule.enabled(),
        scope,
        rule.schedule(),
        rule.match(),
        rule.conditions(),
        rule.amount(),
        rule.notice(),
        rule.appliedAt());
  }

  public static AlertRule at(AlertRule rule, Schedule schedule) {
    return new AlertRule(
        rule.ruleId(),
        rule.version(),
        rule.enabled(),
        rule.scope(),
        Optional.of(schedule),
        rule.match(),
        rule.conditions(),
        rule.amount(),
        rule.notice(),
        rule.appliedAt());
  }

  public static AlertRule with(AlertRule rule, Amount amount) {
    return new AlertRule(
        rule.ruleId(),
        rule.version(),
        rule.enabled(),
        rule.scope(),
        rule.schedule(),
        rule.match(),
        rule.conditions(),
        amount,
        rule.notice(),
        rule.appliedAt());
  }

  public static AlertRule with(AlertRule rule, Notice notice) {
    return new AlertRule(
        rule.ruleId(),
        rule.version(),
        rule.enabled(),
        rule.scope(),
        rule.schedule(),
        rule.match(),
        rule.conditions(),
        rule.amount(),
        notice,
        rule.appliedAt());
  }

  public static AlertRule version(AlertRule rule, long version) {
    return new AlertRule(
        rule.ruleId(),
        version,
        rule.enabled(),
        rule.scope(),
        rule.schedule(),
        rule.match(),
        rule.conditions(),
        rule.amount(),
        rule.notice(),
        rule.appliedAt());
  }

  public static AlertRule disabled(AlertRule rule) {
    return new AlertRule(
        rule.ruleId(),
        rule.version() + 1,
        false,
        rule.scope(),
        rule.schedule(),
        rule.match(),
        rule.conditions(),
        rule.amount(),
        rule.notice(),
        rule.appliedAt());
  }

  public static Condition sound(String label, double threshold) {
    return new Condition.Sound(label, threshold);
  }

  public static Condition anyWord(String... words) {
    return new Condition.Words(List.of(words), List.of(), List.of());
  }

  public static Condition noWord(String... words) {
    return new Condition.Words(List.of(), List.of(), List.of(words));
  }

  public static Condition text(double threshold, String modelSha256, float... embedding) {
    return new Condition.Text("a text", new TextEmbedding(embedding, modelSha256), threshold);
  }

  public static Condition louder(double dbfs) {
    return new Condition.Level(OptionalDouble.of(dbfs), OptionalDouble.empty());
  }

  public static Condition quieter(double dbfs) {
    return new Condition.Level(OptionalDouble.empty(), OptionalDouble.of(dbfs));
  }
}
