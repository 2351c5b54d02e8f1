package io.earwitness.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.captioner.rule.TextEmbedding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleChangesTest {
  private static final Instant BEFORE = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void countsOnlyWhatItsAuthorChanged() {
    AlertRule holding = rule("a rooster", 0.3, "one bundle").applied(4, BEFORE);
    assertThat(change(holding, rule("a rooster", 0.3, "one bundle")))
        .isEqualTo(new RuleChanges.Change(holding, RuleChanges.Kind.UNCHANGED));
    assertThat(change(holding, rule("a rooster", 0.4, "one bundle")))
        .isEqualTo(
            new RuleChanges.Change(
                rule("a rooster", 0.4, "one bundle").applied(5, NOW), RuleChanges.Kind.CHANGED));
    assertThat(change(holding, rule("a rooster", 0.3, "another")))
        .isEqualTo(
            new RuleChanges.Change(
                rule("a rooster", 0.3, "another").applied(4, BEFORE),
                RuleChanges.Kind.EMBEDDED_ANEW));
  }

  @Test
  void beginsWithVersionOne() {
    var nothing = new RulesTopic.Content(new TreeMap<>(), new TreeMap<>());
    RuleChanges changes =
        RuleChanges.between(nothing, List.of(rule("rain", 0.3, "one bundle")), NOW);
    assertThat(changes.toWrite()).containsExactly(rule("rain", 0.3, "one bundle").applied(1, NOW));
  }

  private static RuleChanges.Change change(AlertRule holding, AlertRule applied) {
    var content = new RulesTopic.Content(new TreeMap<>(Map.of("rule", holding)), new TreeMap<>());
    return RuleChanges.between(content, List.of(applied), NOW).changes().get(0);
  }

  private static AlertRule rule(String text, double threshold, String bundle) {
    return new AlertRule(
        "rule",
        1,
        true,
        Scope.EVERYWHERE,
        Optional.empty(),
        AlertRule.Match.ANY,
        List.of(new Condition.Text(text, new TextEmbedding(new float[] {1}, bundle), threshold)),
        Amount.ONCE,
        new Notice("warning", Map.of(), Duration.ZERO, Duration.ZERO, "", ""),
        Instant.EPOCH);
  }
}
