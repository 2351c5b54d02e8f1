package io.earwitness.captioner.alert;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.AlertRule;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells on which feeds texts of rules are compared with nothing, since another bundle embedded
 * them: once for the same rules, feed and bundle. The event's id is the same whoever tells it. Not
 * safe for use by several threads.
 */
public final class Misfits {
  private static final int NAMED = 5;

  private final Map<String, String> toldByFeed = new HashMap<>();

  /**
   * What there is to tell that was not told before.
   *
   * @param misfits rules with a text that could not be compared with {@code caption}
   */
  public Optional<FeedEvent> after(CaptionEvent caption, List<AlertRule> misfits, Instant now) {
    if (misfits.isEmpty()) {
      toldByFeed.remove(caption.feedId());
      return Optional.empty();
    }
    String spelled =
        misfits.stream()
            .map(rule -> rule.ruleId() + "/" + rule.version())
            .collect(Collectors.joining(" ", caption.model().sha256() + " ", ""));
    if (spelled.equals(toldByFeed.put(caption.feedId(), spelled))) {
      return Optional.empty();
    }
    return Optional.of(
        new FeedEvent(
            DerivedId.of(caption.feedId(), FeedEvent.Kind.RULE_MISFIT.name(), spelled),
            caption.feedId(),
            caption.sessionId(),
            FeedEvent.Kind.RULE_MISFIT,
            caption.firstSample(),
            caption.endSample(),
            caption.begin(),
            now,
            "Texts of %s are compared with nothing: the bundle %s %s did not embed them; apply anew."
                .formatted(names(misfits), caption.model().name(), caption.model().version())));
  }

  private static String names(List<AlertRule> rules) {
    String named =
        rules.stream().limit(NAMED).map(AlertRule::ruleId).collect(Collectors.joining(", "));
    return rules.size() > NAMED
        ? "%s and %d more rules".formatted(named, rules.size() - NAMED)
        : (rules.size() == 1 ? "rule " : "rules ") + named;
  }
}
