package io.earwitness.captioner.rule;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.health.Ailment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rules that watch one feed. Immutable; safe for use by several threads. */
public final class FeedRules {
  private final List<CompiledRule> onCaptions;
  private final List<CompiledRule> onHealth;

  FeedRules(List<CompiledRule> rules) {
    this.onCaptions = rules.stream().filter(r -> !r.rule().watchesHealth()).toList();
    this.onHealth = rules.stream().filter(r -> r.rule().watchesHealth()).toList();
  }

  /**
   * What the rules say of one caption.
   *
   * @param matches in the order of rule ids
   * @param misfits rules with a text whose embedding another bundle made: the text is not compared,
   *     and someone should be told
   */
  public record Verdict(List<RuleMatch> matches, List<AlertRule> misfits) {}

  /** Asks every rule. Each text is compared once, however many rules share it. */
  public Verdict match(CaptionEvent caption) {
    CaptionView view = new CaptionView(caption);
    List<RuleMatch> matches = new ArrayList<>();
    List<AlertRule> misfits = new ArrayList<>();
    for (CompiledRule rule : onCaptions) {
      Finding finding = new Finding(view);
      rule.match(finding).ifPresent(matches::add);
      if (finding.hasMisfit()) {
        misfits.add(rule.rule());
      }
    }
    return new Verdict(matches, misfits);
  }

  /**
   * Asks every rule that watches the feed's own state.
   *
   * @param now by the clock of the machine; spans of the matches are by that clock too
   */
  public List<RuleMatch> match(String feedId, Collection<Ailment> ailments, Instant now) {
    return onHealth.stream()
        .map(rule -> rule.match(feedId, ailments, now))
        .flatMap(Optional::stream)
        .toList();
  }

  /** How many rules watch the feed. */
  public int size() {
    return onCaptions.size() + onHealth.size();
  }
}
