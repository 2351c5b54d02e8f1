package io.earwitness.captioner.rule;

import io.earwitness.captioner.event.DerivedId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where, when, what and how much to watch for, and how to tell, as it travels on {@code
 * audio.alert-rules}. Holds whatever its author wrote: {@link RuleCheck} says whether it can work.
 *
 * @param ruleId names the rule
 * @param version 1, 2, 3, …: counts the changes of the rule
 * @param enabled {@code false} keeps the rule without applying it
 * @param scope where
 * @param schedule when; empty for always
 * @param match how the conditions combine
 * @param conditions what
 * @param amount how much
 * @param notice how to tell
 * @param appliedAt when this version was applied, by the clock of the machine
 */
public record AlertRule(
    String ruleId,
    long version,
    boolean enabled,
    Scope scope,
    Optional<Schedule> schedule,
    Match match,
    List<Condition> conditions,
    Amount amount,
    Notice notice,
    Instant appliedAt) {

  public AlertRule {
    conditions = List.copyOf(conditions);
  }

  /** How conditions combine. */
  public enum Match {
    /** Every condition must hold. */
    ALL,
    /** One is enough. */
    ANY
  }

  /** Whether the rule watches the feed's own state instead of what is heard on it. */
  public boolean watchesHealth() {
    return conditions.stream().anyMatch(Condition.Health.class::isInstance);
  }

  /** The same with other conditions. */
  public AlertRule withConditions(List<Condition> others) {
    return new AlertRule(
        ruleId, version, enabled, scope, schedule, match, others, amount, notice, appliedAt);
  }

  /** The same as a version that is applied at an instant. */
  public AlertRule applied(long asVersion, Instant at) {
    return new AlertRule(
        ruleId, asVersion, enabled, scope, schedule, match, conditions, amount, notice, at);
  }

  /**
   * The same for two versions of a rule that watch for the same and differ only in how they tell of
   * it. An incident goes on over such a change; any other change ends it.
   */
  public String watchId() {
    return DerivedId.of(
        String.valueOf(scope.feeds()),
        String.valueOf(new TreeMap<>(scope.feedLabels())),
        schedule.map(Schedule::spelled).orElse(""),
        match.name(),
        conditions.stream().map(Condition::spelled).toList().toString(),
        amount.spelled());
  }
}
