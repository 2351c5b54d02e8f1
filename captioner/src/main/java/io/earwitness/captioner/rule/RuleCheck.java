package io.earwitness.captioner.rule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds everything that keeps a rule from working, so that it is refused when it is applied. */
public final class RuleCheck {
  private static final Pattern RULE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Duration LONGEST_SPAN = Duration.ofDays(7);
  private static final int MOST_TIMES = 1_000;

  private final AlertRule rule;
  private final ModelKnowledge model;
  private final List<RuleProblem> problems = new ArrayList<>();

  private RuleCheck(AlertRule rule, ModelKnowledge model) {
    this.rule = rule;
    this.model = model;
  }

  /** What is wrong with {@code rule}; empty if it can work. */
  public static List<RuleProblem> problems(AlertRule rule, ModelKnowledge model) {
    RuleCheck check = new RuleCheck(rule, model);
    check.where();
    check.when();
    check.what();
    check.howMuch();
    NoticeCheck.check(rule.notice(), check.problems);
    return List.copyOf(check.problems);
  }

  private void where() {
    require(
        RULE_ID.matcher(rule.ruleId()).matches(),
        "rule",
        rule.ruleId(),
        "is no name of letters, digits, '.', '_' and '-', at most 100 long");
    List<String> feeds = rule.scope().feeds();
    for (int i = 0; i < feeds.size(); i++) {
      String field = "feeds[%d]".formatted(i);
      require(!feeds.get(i).isBlank(), field, feeds.get(i), "is empty");
      try {
        FeedGlob.compile(feeds.get(i));
      } catch (IllegalArgumentException e) {
        problem(field, feeds.get(i), e.getMessage());
      }
    }
  }

  private void when() {
    rule.schedule()
        .ifPresent(
            schedule ->
                require(
                    ZoneId.getAvailableZoneIds().contains(schedule.timeZone()),
                    "schedule.timeZone",
                    schedule.timeZone(),
                    "is no time zone that the IANA data base knows"));
  }

  private void what() {
    List<Condition> conditions = rule.conditions();
    require(!conditions.isEmpty(), "conditions", "[]", "watches for nothing");
    require(
        !rule.watchesHealth() || conditions.size() == 1,
        "conditions",
        conditions.size() + " conditions",
        "mixes the state of the feed with others: give it a rule of its own");
    require(
        !rule.watchesHealth() || rule.amount().incidentGroup().isEmpty(),
        "incidentGroup",
        rule.amount().incidentGroup().orElse(""),
        "can't group the state of feeds: each feed has its own");
    for (int i = 0; i < conditions.size(); i++) {
      new ConditionCheck("conditions[%d]".formatted(i), model, problems).check(conditions.get(i));
    }
  }

  private void howMuch() {
    Amount amount = rule.amount();
    span("minimumDuration", amount.minimumDuration());
    span("within", amount.within());
    span("incidentWithin", amount.incidentWithin());
    require(
        amount.times() >= 1 && amount.times() <= MOST_TIMES,
        "times",
        amount.times(),
        "is outside 1 to " + MOST_TIMES);
    require(
        amount.times() <= 1 || !amount.within().isZero(),
        "within",
        amount.within(),
        "leaves no time for %d times".formatted(amount.times()));
    amount
        .incidentGroup()
        .ifPresent(label -> require(!label.isBlank(), "incidentGroup", label, "names no label"));
  }

  private void span(String field, Duration value) {
    require(
        !value.isNegative() && value.compareTo(LONGEST_SPAN) <= 0,
        field,
        value,
        "is outside 0 to 7 days");
  }

  private void require(boolean condition, String field, Object value, String wrong) {
    if (!condition) {
      problem(field, value, wrong);
    }
  }

  private void problem(String field, Object value, String wrong) {
    problems.add(new RuleProblem(field, String.valueOf(value), wrong));
  }
}
