package io.earwitness.wire;

import io.earwitness.events.Alert;
import io.earwitness.events.AlertResolution;
import io.earwitness.events.AlertRule;
import io.earwitness.events.AlertStatus;
import io.earwitness.events.Condition;
import io.earwitness.events.ConditionMatch;
import io.earwitness.events.Evidence;
import io.earwitness.events.Schedule;
import io.earwitness.events.SoundEnding;
import io.earwitness.events.SoundEvent;
import io.earwitness.events.SoundPhase;
import io.earwitness.events.SupportingCaption;
import io.earwitness.events.TextCondition;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

/** Records of those events that have no domain yet. */
final class SampleRecords {
  private static final Instant NOON = SampleEvents.NOON;

  private SampleRecords() {}

  static SoundEvent soundEvent() {
    return SoundEvent.newBuilder()
        .setEventId("event-1")
        .setFeedId("kitchen")
        .setLabel("glass")
        .setPhase(SoundPhase.ENDED)
        .setBegin(NOON)
        .setLastHeard(NOON.plusSeconds(1))
        .setEnd(NOON.plusSeconds(2))
        .setEndedBy(SoundEnding.FADED)
        .setPeakConfidence(0.75)
        .setCaptions(
            List.of(
                new SupportingCaption("caption-1", "glass breaks", 0.5, NOON, NOON.plusMillis(1))))
        .build();
  }

  static Alert alert() {
    return Alert.newBuilder()
        .setAlertId("alert-1")
        .setRuleId("break-in")
        .setRuleVersion(3)
        .setFeedIds(List.of("kitchen", "cellar"))
        .setStatus(AlertStatus.RESOLVED)
        .setResolvedBy(AlertResolution.CONDITION_ENDED)
        .setSeverity("critical")
        .setBegin(NOON)
        .setEnd(NOON.plusSeconds(9))
        .setLabels(Map.of("team", "night watch"))
        .setEvidence(
            List.of(Evidence.newBuilder().setCaption("glass breaks").setSimilarity(0.5).build()))
        .build();
  }

  static AlertRule alertRule() {
    TextCondition text = new TextCondition("glass breaks", List.of(0.5f, -0.5f), "ab", 0.25);
    return AlertRule.newBuilder()
        .setRuleId("break-in")
        .setVersion(3)
        .setFeeds(List.of("shop-*"))
        .setSchedule(
            new Schedule(List.of(6, 7), LocalTime.of(22, 30), LocalTime.of(6, 0), "Europe/Berlin"))
        .setMatch(ConditionMatch.ANY)
        .setConditions(List.of(Condition.newBuilder().setText(text).build()))
        .setIncidentGroup("shop")
        .build();
  }
}
