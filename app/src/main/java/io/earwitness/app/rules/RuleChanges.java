package io.earwitness.app.rules;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.TextEmbedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to be written so that the rules that hold are those that were applied.
 *
 * @param changes in the order in which the rules were given
 */
public record RuleChanges(List<Change> changes) {

  /** What becomes of a rule. */
  public enum Kind {
    NEW,
    CHANGED,
    /** The same rule; its texts were embedded by another bundle. */
    EMBEDDED_ANEW,
    UNCHANGED
  }

  /**
   * @param rule with the version under which it holds from now on
   */
  public record Change(AlertRule rule, Kind kind) {}

  /**
   * Compares rules with those that hold.
   *
   * @param applied with their texts embedded
   */
  public static RuleChanges between(
      RulesTopic.Content holding, List<AlertRule> applied, Instant now) {
    List<Change> changes = new ArrayList<>();
    for (AlertRule rule : applied) {
      AlertRule former = holding.rules().get(rule.ruleId());
      if (former == null) {
        changes.add(new Change(rule.applied(1, now), Kind.NEW));
      } else if (!same(former, rule)) {
        changes.add(new Change(rule.applied(former.version() + 1, now), Kind.CHANGED));
      } else if (!former.conditions().equals(rule.conditions())) {
        changes.add(
            new Change(rule.applied(former.version(), former.appliedAt()), Kind.EMBEDDED_ANEW));
      } else {
        changes.add(new Change(former, Kind.UNCHANGED));
      }
    }
    return new RuleChanges(changes);
  }

  /** The rules to write. */
  public List<AlertRule> toWrite() {
    return changes.stream()
        .filter(change -> change.kind() != Kind.UNCHANGED)
        .map(Change::rule)
        .toList();
  }

  private static boolean same(AlertRule one, AlertRule other) {
    return comparable(one).equals(comparable(other));
  }

  /** Without what its author did not write. */
  private static AlertRule comparable(AlertRule rule) {
    return rule.withConditions(
            rule.conditions().stream().map(RuleChanges::withoutEmbedding).toList())
        .applied(0, Instant.EPOCH);
  }

  private static Condition withoutEmbedding(Condition condition) {
    return condition instanceof Condition.Text text
        ? new Condition.Text(text.text(), TextEmbedding.NONE, text.threshold())
        : condition;
  }
}
