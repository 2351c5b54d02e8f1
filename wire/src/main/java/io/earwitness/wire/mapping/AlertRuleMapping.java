package io.earwitness.wire.mapping;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Schedule;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.events.ConditionMatch;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Alert rules; {@link ConditionMapping} maps what they watch for. */
public final class AlertRuleMapping
    implements EventMapping<AlertRule, io.earwitness.events.AlertRule> {
  private static final long serialVersionUID = 1L;

  @Override
  public io.earwitness.events.AlertRule toAvro(AlertRule rule) {
    Amount amount = rule.amount();
    Notice notice = rule.notice();
    return io.earwitness.events.AlertRule.newBuilder()
        .setRuleId(rule.ruleId())
        .setVersion(rule.version())
        .setEnabled(rule.enabled())
        .setFeeds(rule.scope().feeds())
        .setFeedLabels(rule.scope().feedLabels())
        .setSchedule(rule.schedule().map(AlertRuleMapping::avro).orElse(null))
        .setMatch(Enums.same(ConditionMatch.class, rule.match()))
        .setConditions(rule.conditions().stream().map(ConditionMapping::avro).toList())
        .setMinimumDurationMillis(amount.minimumDuration().toMillis())
        .setTimes(amount.times())
        .setWithinMillis(amount.within().toMillis())
        .setIncidentGroup(amount.incidentGroup().orElse(null))
        .setIncidentWithinMillis(amount.incidentWithin().toMillis())
        .setSeverity(notice.severity())
        .setLabels(notice.labels())
        .setCooldownMillis(notice.cooldown().toMillis())
        .setRepeatMillis(notice.repeat().toMillis())
        .setSummary(notice.summary())
        .setDescription(notice.description())
        .setAppliedAt(rule.appliedAt())
        .build();
  }

  @Override
  public AlertRule toDomain(io.earwitness.events.AlertRule rule) throws UnreadableEventException {
    if (rule.getRuleId().isEmpty()) {
      throw new UnreadableEventException(DeadLetter.Reason.INVALID_FIELD, "A rule without ruleId.");
    }
    List<Condition> conditions = new ArrayList<>();
    for (io.earwitness.events.Condition condition : rule.getConditions()) {
      conditions.add(ConditionMapping.domain(condition));
    }
    return new AlertRule(
        rule.getRuleId(),
        rule.getVersion(),
        rule.getEnabled(),
        new Scope(rule.getFeeds(), rule.getFeedLabels()),
        rule.getSchedule() == null
            ? Optional.empty()
            : Optional.of(domain(rule.getSchedule(), rule.getRuleId())),
        Enums.known(AlertRule.Match.class, rule.getMatch(), "match"),
        conditions,
        new Amount(
            Duration.ofMillis(rule.getMinimumDurationMillis()),
            rule.getTimes(),
            Duration.ofMillis(rule.getWithinMillis()),
            Optional.ofNullable(rule.getIncidentGroup()),
            Duration.ofMillis(rule.getIncidentWithinMillis())),
        new Notice(
            rule.getSeverity(),
            rule.getLabels(),
            Duration.ofMillis(rule.getCooldownMillis()),
            Duration.ofMillis(rule.getRepeatMillis()),
            rule.getSummary(),
            rule.getDescription()),
        rule.getAppliedAt());
  }

  private static io.earwitness.events.Schedule avro(Schedule schedule) {
    return new io.earwitness.events.Schedule(
        schedule.days().stream().map(DayOfWeek::getValue).sorted().toList(),
        schedule.from(),
        schedule.until(),
        schedule.timeZone());
  }

  private static Schedule domain(io.earwitness.events.Schedule schedule, String ruleId)
      throws UnreadableEventException {
    try {
      return new Schedule(
          schedule.getDays().stream().map(DayOfWeek::of).collect(Collectors.toSet()),
          schedule.getFrom(),
          schedule.getUntil(),
          schedule.getTimeZone());
    } catch (DateTimeException e) {
      throw new UnreadableEventException(
          DeadLetter.Reason.INVALID_FIELD,
          "The schedule of rule %s: %s.".formatted(ruleId, e.getMessage()),
          e);
    }
  }

  /** A rule belongs to no feed. */
  @Override
  public String feedId(AlertRule rule) {
    return "";
  }

  @Override
  public String id(AlertRule rule) {
    return rule.ruleId() + "-" + rule.version();
  }

  @Override
  public Instant time(AlertRule rule) {
    return rule.appliedAt();
  }

  /** The rule's id, so that compaction keeps its newest version. */
  @Override
  public byte[] key(AlertRule rule) {
    return rule.ruleId().getBytes(StandardCharsets.UTF_8);
  }
}
