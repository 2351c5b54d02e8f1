package io.earwitness.wire;

import static io.earwitness.wire.SampleEvents.NOON;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Schedule;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.captioner.rule.TextEmbedding;
import io.earwitness.captioner.window.SourceOffsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A rule and an alert with nothing left at its default. */
final class SampleAlerts {
  private SampleAlerts() {}

  static AlertRule rule() {
    return new AlertRule(
        "glass-at-night",
        3,
        false,
        new Scope(List.of("shop-*", "yard"), Map.of("city", "Ulm")),
        Optional.of(
            new Schedule(
                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                LocalTime.of(22, 0),
                LocalTime.of(6, 30, 15),
                "Europe/Berlin")),
        AlertRule.Match.ANY,
        List.of(
            new Condition.Words(List.of("glass breaks"), List.of("loud"), List.of("bottle bank")),
            new Condition.Sound("glass", 0.75),
            new Condition.Text(
                "glass shattering",
                new TextEmbedding(new float[] {0.6f, -0.8f}, "ab".repeat(32)),
                0.25),
            new Condition.Level(OptionalDouble.of(-30), OptionalDouble.of(-3)),
            new Condition.Level(OptionalDouble.empty(), OptionalDouble.of(-60)),
            new Condition.Health(
                Set.of(FeedEvent.Kind.STALLED, FeedEvent.Kind.GAP), Duration.ofMinutes(2))),
        new Amount(
            Duration.ofMillis(1_500),
            3,
            Duration.ofMinutes(1),
            Optional.of("site"),
            Duration.ofSeconds(4)),
        new Notice(
            "critical",
            Map.of("team", "night"),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            "{label} on {feed}",
            "{caption}"),
        NOON);
  }

  static Alert alert() {
    return new Alert(
        "0123456789abcdef0123456789abcdef",
        2,
        "glass-at-night",
        3,
        "küche/1",
        List.of("küche/1", "yard"),
        Alert.Status.RESOLVED,
        Alert.Resolution.FEED_ENDED,
        "critical",
        NOON,
        Optional.of(NOON.plusSeconds(9)),
        "glass on küche/1",
        "glass breaks",
        Map.of("team", "night"),
        List.of(
            new Evidence(
                "00112233445566778899aabbccddeeff",
                "küche/1",
                "glass breaks",
                Optional.of("glass"),
                OptionalDouble.of(0.9),
                OptionalDouble.of(0.4),
                OptionalDouble.of(-20),
                NOON,
                NOON.plusSeconds(9),
                new SourceOffsets("audio.chunks", 2, 1000, 1010)),
            new Evidence(
                "ffeeddccbbaa99887766554433221100",
                "yard",
                "",
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                NOON,
                NOON.plusSeconds(1),
                SourceOffsets.NONE)),
        NOON.plusSeconds(30));
  }
}
