package io.earwitness.captioner.rule;

import java.time.Instant;
import java.util.List;

/**
 * That a rule found what it watches for in one window.
 *
 * @param spans where in the window, at least one, in no particular order
 */
public record RuleMatch(AlertRule rule, Evidence evidence, List<Span> spans) {
  public RuleMatch {
    spans = List.copyOf(spans);
  }

  /** A stretch of event time: {@code begin} inclusive, {@code end} exclusive. */
  public record Span(Instant begin, Instant end) {}
}
