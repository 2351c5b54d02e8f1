package io.earwitness.captioner.alert;

import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.NoticeText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Puts an incident into the words of its rule. */
final class AlertWriter {
  private AlertWriter() {}

  /** The next revision of a firing incident; the first if it was not told yet. */
  static Alert firing(Incident incident, Occurrence found, AlertRule rule, Instant now) {
    return write(incident, found, rule, Status.FIRING, Resolution.NOT_RESOLVED, now);
  }

  /** The last revision of an incident. */
  static Alert resolved(
      Incident incident, Occurrence found, AlertRule rule, Resolution by, Instant now) {
    return write(incident, found, rule, Status.RESOLVED, by, now);
  }

  private static Alert write(
      Incident incident,
      Occurrence found,
      AlertRule rule,
      Status status,
      Resolution by,
      Instant now) {
    Evidence first = found.evidence().get(0);
    Notice notice = rule.notice();
    String feedId = incident.told().map(Alert::feedId).orElse(first.feedId());
    Instant begin = found.heardFrom();
    Optional<Instant> end =
        status == Status.RESOLVED ? Optional.of(found.heardTo()) : Optional.empty();
    Map<String, String> values = values(found.evidence());
    values.put("rule", rule.ruleId());
    values.put("feed", feedId);
    values.put("feeds", String.join(", ", found.feedIds()));
    values.put("severity", notice.severity());
    values.put("status", status.name().toLowerCase(Locale.ROOT));
    values.put("begin", begin.toString());
    end.ifPresent(instant -> values.put("end", instant.toString()));
    return new Alert(
        incident.told().map(Alert::alertId).orElseGet(() -> newId(incident, rule, found)),
        incident.told().map(alert -> alert.revision() + 1).orElse(0),
        rule.ruleId(),
        rule.version(),
        feedId,
        found.feedIds(),
        status,
        by,
        notice.severity(),
        begin,
        end,
        NoticeText.fill(notice.summary(), values),
        NoticeText.fill(notice.description(), values),
        notice.labels(),
        found.evidence(),
        now);
  }

  /** One window may begin two incidents, so its caption's id alone would not do. */
  private static String newId(Incident incident, AlertRule rule, Occurrence found) {
    return DerivedId.of(
        rule.ruleId(),
        incident.place(),
        found.evidence().get(0).captionId(),
        found.heardFrom().toString());
  }

  /** The surest of all evidence; the caption is that of the first. */
  private static Map<String, String> values(List<Evidence> evidence) {
    Map<String, String> values = new HashMap<>();
    values.put("caption", evidence.get(0).caption());
    values.put("count", Integer.toString(evidence.size()));
    OptionalDouble similarity =
        evidence.stream().flatMapToDouble(e -> e.similarity().stream()).max();
    OptionalDouble level = evidence.stream().flatMapToDouble(e -> e.levelDbfs().stream()).max();
    evidence.stream()
        .flatMap(e -> e.label().stream())
        .findFirst()
        .ifPresent(label -> values.put("label", label.replace('_', ' ')));
    similarity.ifPresent(value -> values.put("similarity", rounded(value)));
    level.ifPresent(value -> values.put("level", rounded(value)));
    evidence.stream()
        .filter(e -> e.score().isPresent())
        .max((a, b) -> Double.compare(a.score().getAsDouble(), b.score().getAsDouble()))
        .ifPresent(
            surest -> {
              values.put("label", surest.label().orElse("").replace('_', ' '));
              values.put("score", rounded(surest.score().getAsDouble()));
            });
    return values;
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
