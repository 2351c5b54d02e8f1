package io.earwitness.captioner.rule;

import io.earwitness.captioner.health.Ailment;
import io.earwitness.captioner.rule.RuleMatch.Span;
import io.earwitness.captioner.window.SourceOffsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** A rule ready to be asked of many captions and feed events. */
record CompiledRule(AlertRule rule, Optional<Hours> hours, List<CompiledCondition> conditions) {

  static CompiledRule of(AlertRule rule, UnaryOperator<TextEmbedding> shared) {
    return new CompiledRule(
        rule,
        rule.schedule().map(Schedule::compile),
        rule.conditions().stream()
            .map(condition -> CompiledCondition.of(condition, shared))
            .toList());
  }

  /** What the rule finds; the finding also says whether one of its texts could not be compared. */
  Optional<RuleMatch> match(Finding finding) {
    if (!conditionsHold(finding)) {
      return Optional.empty();
    }
    List<Span> spans =
        finding.spans(rule.match()).stream().filter(span -> holdsAt(span.begin())).toList();
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(new RuleMatch(rule, finding.evidence(spans), spans));
  }

  /**
   * What the rule finds in the states that a feed is in.
   *
   * @param now by the clock of the machine, as the states' begins are
   */
  Optional<RuleMatch> match(String feedId, Collection<Ailment> ailments, Instant now) {
    List<Ailment> asked =
        ailments.stream()
            .filter(ailment -> rule.conditions().stream().anyMatch(c -> asks(c, ailment, now)))
            .filter(ailment -> holdsAt(ailment.since()))
            .sorted(Comparator.comparing(Ailment::since))
            .toList();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Ailment first = asked.get(0);
    Instant end = first.at().plus(Duration.between(first.since(), now));
    Evidence evidence =
        new Evidence(
            first.eventId(),
            feedId,
            first.detail(),
            Optional.of(first.kind().name().toLowerCase(Locale.ROOT)),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            first.at(),
            end,
            SourceOffsets.NONE);
    return Optional.of(new RuleMatch(rule, evidence, List.of(new Span(first.since(), now))));
  }

  private static boolean asks(Condition condition, Ailment ailment, Instant now) {
    return condition instanceof Condition.Health health
        && health.kinds().contains(ailment.kind())
        && !now.isBefore(ailment.since().plus(health.lasting()));
  }

  private boolean holdsAt(Instant instant) {
    return hours.isEmpty() || hours.get().include(instant);
  }

  private boolean conditionsHold(Finding finding) {
    boolean all = rule.match() == AlertRule.Match.ALL;
    boolean any = false;
    for (CompiledCondition condition : conditions) {
      boolean holds = condition.holds(finding);
      if (all && !holds) {
        return false;
      }
      any |= holds;
    }
    return any;
  }
}
