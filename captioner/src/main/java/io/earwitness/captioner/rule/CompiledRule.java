package io.earwitness.captioner.rule;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.RuleMatch.Span;
import io.earwitness.captioner.window.SourceOffsets;
import java.time.Instant;
import java.util.List;
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

  Optional<RuleMatch> match(FeedEvent event) {
    boolean asked =
        rule.conditions().stream()
            .anyMatch(c -> c instanceof Condition.Health h && h.kinds().contains(event.kind()));
    if (!asked || !holdsAt(event.at())) {
      return Optional.empty();
    }
    Evidence evidence =
        new Evidence(
            event.eventId(),
            event.feedId(),
            event.detail(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            event.at(),
            event.at(),
            SourceOffsets.NONE);
    return Optional.of(new RuleMatch(rule, evidence, List.of(new Span(event.at(), event.at()))));
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
