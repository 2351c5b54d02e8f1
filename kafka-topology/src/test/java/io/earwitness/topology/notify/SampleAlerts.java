package io.earwitness.topology.notify;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.window.SourceOffsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Alerts of a rule {@code glass} on a feed {@code shop-1}. */
final class SampleAlerts {
  /** The feed's clock is far from the machine's. */
  static final Instant HEARD = Instant.parse("2020-01-01T00:00:00Z");

  private SampleAlerts() {}

  static Alert of(String id, int revision, Alert.Status status, Instant emittedAt) {
    boolean over = status == Alert.Status.RESOLVED;
    return new Alert(
        id,
        revision,
        "glass",
        3,
        "shop-1",
        List.of("shop-1"),
        status,
        over ? Alert.Resolution.CONDITION_ENDED : Alert.Resolution.NOT_RESOLVED,
        "warning",
        HEARD,
        over ? Optional.of(HEARD.plusSeconds(1)) : Optional.empty(),
        "glass breaking on shop-1",
        "",
        Map.of("team", "night"),
        List.of(
            new Evidence(
                "caption-1",
                "shop-1",
                "a glass smashes to pieces",
                Optional.of("glass_breaking"),
                OptionalDouble.of(0.93),
                OptionalDouble.of(0.61),
                OptionalDouble.empty(),
                HEARD,
                HEARD.plusSeconds(1),
                SourceOffsets.NONE)),
        emittedAt);
  }

  static Alert withSeverity(String severity, Alert alert) {
    return with(severity, alert.feedId(), alert);
  }

  static Alert withFeed(String feedId, Alert alert) {
    return with(alert.severity(), feedId, alert);
  }

  private static Alert with(String severity, String feedId, Alert a) {
    return new Alert(
        a.alertId(),
        a.revision(),
        a.ruleId(),
        a.ruleVersion(),
        feedId,
        List.of(feedId),
        a.status(),
        a.resolvedBy(),
        severity,
        a.begin(),
        a.end(),
        a.summary(),
        a.description(),
        a.labels(),
        a.evidence(),
        a.emittedAt());
  }
}
