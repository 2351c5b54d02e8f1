package io.earwitness.app.rules;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How near captions came to the texts of rules, so that people can set thresholds. */
final class Similarities {
  private final Map<Condition.Text, Nearest> nearest = new LinkedHashMap<>();
  private final Map<Condition.Text, String> ruleIds = new LinkedHashMap<>();

  private record Nearest(double cosine, CaptionEvent caption) {}

  Similarities(List<AlertRule> rules) {
    for (AlertRule rule : rules) {
      for (Condition condition : rule.conditions()) {
        if (condition instanceof Condition.Text text) {
          ruleIds.putIfAbsent(text, rule.ruleId());
        }
      }
    }
  }

  boolean isEmpty() {
    return ruleIds.isEmpty();
  }

  void take(CaptionEvent caption) {
    float[] audio = caption.captioning().embedding();
    for (Condition.Text text : ruleIds.keySet()) {
      if (text.embedding().fits(caption.model().sha256(), audio.length)) {
        double cosine = text.embedding().cosine(audio);
        nearest.merge(
            text, new Nearest(cosine, caption), (a, b) -> b.cosine() > a.cosine() ? b : a);
      }
    }
  }

  /** A line a text. */
  void tell(Consumer<String> sink) {
    ruleIds.forEach(
        (text, ruleId) -> {
          Nearest found = nearest.get(text);
          sink.accept(
              found == null
                  ? "  %s “%s”: no caption to compare with".formatted(ruleId, text.text())
                  : "  %s “%s”: at most %.2f (threshold %s), on %s: %s"
                      .formatted(
                          ruleId,
                          text.text(),
                          found.cosine(),
                          text.threshold(),
                          found.caption().feedId(),
                          found.caption().captioning().text()));
        });
  }
}
