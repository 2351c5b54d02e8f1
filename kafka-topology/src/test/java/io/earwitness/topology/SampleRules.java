package io.earwitness.topology;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules that fire at the first sight of what they watch for. */
public final class SampleRules {
  private SampleRules() {}

  /**
   * @param feeds a name or a glob
   */
  public static AlertRule of(String ruleId, long version, String feeds, Condition... conditions) {
    return new AlertRule(
        ruleId,
        version,
        true,
        new Scope(List.of(feeds), Map.of()),
        Optional.empty(),
        AlertRule.Match.ALL,
        List.of(conditions),
        Amount.ONCE,
        new Notice("warning", Map.of(), Duration.ZERO, Duration.ZERO, "{label} on {feed}", ""),
        SampleCaptions.BEGIN);
  }
}
