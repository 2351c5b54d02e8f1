package io.earwitness.app.print;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.rule.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** An alert as a person reads it. */
final class AlertText {
  private AlertText() {}

  /** What happened, how grave it is, in the rule's words, and what it rests on. */
  static String of(Alert alert) {
    return "%-8s %s: %s  [%s]"
        .formatted(
            alert.status() == Alert.Status.FIRING ? "FIRING" : "resolved",
            alert.severity(),
            alert.summary(),
            String.join(", ", details(alert)));
  }

  private static List<String> details(Alert alert) {
    List<String> details = new ArrayList<>();
    details.add("%s v%d".formatted(alert.ruleId(), alert.ruleVersion()));
    alert.evidence().stream()
        .filter(evidence -> evidence.score().isPresent())
        .max(Comparator.comparingDouble(evidence -> evidence.score().getAsDouble()))
        .ifPresent(
            surest ->
                details.add(
                    "%s %.2f"
                        .formatted(
                            surest.label().orElse("").replace('_', ' '),
                            surest.score().getAsDouble())));
    OptionalDouble similarity =
        alert.evidence().stream()
            .map(Evidence::similarity)
            .flatMapToDouble(OptionalDouble::stream)
            .max();
    similarity.ifPresent(cosine -> details.add("similarity %.2f".formatted(cosine)));
    if (alert.feedIds().size() > 1) {
      details.add("feeds " + String.join(" ", alert.feedIds()));
    }
    alert
        .end()
        .ifPresent(
            end ->
                details.add(
                    "after %s, %s"
                        .formatted(
                            lasting(Duration.between(alert.begin(), end)),
                            alert.resolvedBy().name().toLowerCase(Locale.ROOT).replace('_', ' '))));
    return details;
  }

  static String lasting(Duration duration) {
    return duration.compareTo(Duration.ofMinutes(2)) < 0
        ? "%.1f s".formatted(duration.toMillis() / 1e3)
        : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
