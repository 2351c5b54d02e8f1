package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Scope;
import io.earwitness.captioner.rule.TextEmbedding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertTopologyTest {
  private static final Instant BEGIN = SampleCaptions.BEGIN;
  private static final Condition SIREN = new Condition.Sound("siren", 0.5);

  @TempDir Path folder;
  private TimelineHarness harness;

  @BeforeEach
  void open() {
    harness = new TimelineHarness(folder);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void tellsOneAlertOfASoundThatManyWindowsHear() throws Exception {
    harness.apply(SampleRules.of("siren", 1, "kitchen", SIREN));
    send(SampleCaptions.hearing("kitchen", BEGIN, 80, "siren", 12, 52));
    send(SampleCaptions.hearing("garden", BEGIN, 80, "siren", 12, 52));

    List<Alert> alerts = harness.alerts();
    assertThat(alerts).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    assertThat(alerts).extracting(Alert::feedId).containsOnly("kitchen");
    assertThat(alerts.get(0).summary()).isEqualTo("siren on kitchen");
    assertThat(alerts.get(1).alertId()).isEqualTo(alerts.get(0).alertId());
    assertThat(alerts.get(1).end()).contains(BEGIN.plusSeconds(52));
    assertThat(alerts.get(1).evidence()).hasSize(10);
  }

  @Test
  void takesUpRulesThatAreChangedAndDeletedWhileTheyFire() throws Exception {
    harness.apply(SampleRules.of("siren", 1, "*", SIREN));
    send(SampleCaptions.hearing("kitchen", BEGIN, 10, "siren", 2, 10));
    assertThat(harness.alerts()).extracting(Alert::ruleVersion).containsExactly(1L);

    harness.apply(SampleRules.of("siren", 2, "*", new Condition.Sound("siren", 0.6)));
    harness.passWallClockTime(Duration.ofSeconds(1));
    assertThat(harness.alerts())
        .extracting(Alert::resolvedBy)
        .containsExactly(Resolution.RULE_CHANGED);

    send(SampleCaptions.hearing("garden", BEGIN, 10, "siren", 2, 10));
    assertThat(harness.alerts()).extracting(Alert::ruleVersion).containsExactly(2L);
    harness.applyBytes("siren", null);
    harness.passWallClockTime(Duration.ofSeconds(1));
    assertThat(harness.alerts())
        .extracting(Alert::resolvedBy)
        .containsExactly(Resolution.RULE_DELETED);
    send(SampleCaptions.hearing("cellar", BEGIN, 10, "siren", 2, 10));
    assertThat(harness.alerts()).isEmpty();
  }

  @Test
  void resolvesTheAlertsOfAFeedThatFallsSilent() throws Exception {
    harness.apply(SampleRules.of("siren", 1, "*", SIREN));
    send(SampleCaptions.hearing("kitchen", BEGIN, 10, "siren", 2, 10));
    harness.alerts();
    harness.passWallClockTime(Duration.ofSeconds(59));
    assertThat(harness.alerts()).isEmpty();
    harness.passWallClockTime(Duration.ofSeconds(1));
    assertThat(harness.alerts())
        .extracting(Alert::resolvedBy)
        .containsExactly(Resolution.FEED_ENDED);
  }

  @Test
  void countsRulesThatCannotBeUsedAndGoesOnWithTheOthers() throws Exception {
    harness.applyBytes("garbage", "no rule".getBytes(StandardCharsets.UTF_8));
    harness.apply(SampleRules.of("bad-glob", 1, "kit[", SIREN));
    harness.apply(SampleRules.of("bad-threshold", 1, "*", new Condition.Sound("siren", 7)));
    harness.apply(SampleRules.of("good", 1, "*", SIREN));
    send(SampleCaptions.hearing("kitchen", BEGIN, 10, "siren", 2, 10));

    assertThat(harness.alerts()).extracting(Alert::ruleId).containsExactly("good");
    assertThat(harness.total(AlertMetrics.UNUSABLE.operation())).isEqualTo(3);
  }

  @Test
  void countsTextsThatAnotherBundleEmbedded() throws Exception {
    TextEmbedding foreign = new TextEmbedding(new float[] {1, 0}, "cd".repeat(32));
    AlertRule rule = SampleRules.of("text", 1, "*", new Condition.Text("a siren", foreign, 0.3));
    harness.apply(rule);
    send(SampleCaptions.hearing("kitchen", BEGIN, 15, "siren", 2, 10));
    assertThat(harness.total(AlertMetrics.MISFIT.operation())).isEqualTo(2);
    assertThat(harness.feedEvents())
        .as("told once, however many captions")
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(FeedEvent.Kind.RULE_MISFIT);
              assertThat(event.feedId()).isEqualTo("kitchen");
              assertThat(event.detail()).contains("rule text", "fake 1");
            });
    harness.apply(SampleRules.of("text", 2, "*", new Condition.Text("a siren", foreign, 0.3)));
    send(SampleCaptions.hearing("kitchen", BEGIN.plusSeconds(60), 10, "siren", 2, 10));
    assertThat(harness.feedEvents()).as("the new version fits no better").hasSize(1);
  }

  @Test
  void tellsOfAFeedThatStopsForAsLongAsItIsAway() throws Exception {
    harness.apply(
        SampleRules.of(
            "dead",
            1,
            "*",
            new Condition.Health(Set.of(FeedEvent.Kind.STALLED), Duration.ofSeconds(10))));
    send(SampleCaptions.hearing("kitchen", BEGIN, 20, "siren", 2, 3));
    passSeconds(39);
    assertThat(harness.feedEvents())
        .extracting(FeedEvent::kind)
        .containsExactly(FeedEvent.Kind.STALLED);
    assertThat(harness.alerts()).isEmpty();
    passSeconds(300);
    assertThat(harness.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.status()).isEqualTo(Status.FIRING);
              assertThat(alert.summary()).isEqualTo("stalled on kitchen");
              assertThat(alert.evidence().get(0).caption()).contains("No caption came for 30 s");
            });

    send(SampleCaptions.hearing("kitchen", BEGIN.plusSeconds(600), 10, "siren", 2, 3));
    passSeconds(10);
    assertThat(harness.alerts())
        .extracting(Alert::resolvedBy)
        .containsExactly(Resolution.CONDITION_ENDED);
    assertThat(harness.feedEvents())
        .extracting(FeedEvent::kind)
        .containsExactly(FeedEvent.Kind.RECOVERED);
  }

  @Test
  void knowsTheLabelsOfFeeds() throws Exception {
    AlertRule rule = SampleRules.of("siren", 1, "*", SIREN);
    harness.apply(
        new AlertRule(
            rule.ruleId(),
            1,
            true,
            new Scope(List.of(), Map.of("site", "north")),
            rule.schedule(),
            rule.match(),
            rule.conditions(),
            rule.amount(),
            rule.notice(),
            rule.appliedAt()));
    send(SampleCaptions.hearing("kitchen", BEGIN, 10, "siren", 2, 3));
    send(SampleCaptions.hearing("shop-1", BEGIN, 10, "siren", 2, 3));
    assertThat(harness.alerts()).extracting(Alert::feedId).containsExactly("shop-1");
  }

  /** The clocks of the two shops are ten minutes apart. */
  @Test
  void makesOneAlertOfWhatAGroupHearsWithinSecondsThoughItsClocksDiffer() throws Exception {
    AlertRule rule = SampleRules.of("siren", 1, "*", SIREN);
    harness.apply(
        new AlertRule(
            rule.ruleId(),
            1,
            true,
            rule.scope(),
            rule.schedule(),
            rule.match(),
            rule.conditions(),
            new Amount(
                Duration.ZERO, 1, Duration.ZERO, Optional.of("site"), Duration.ofSeconds(10)),
            rule.notice(),
            rule.appliedAt()));
    Instant ahead = BEGIN.plus(Duration.ofMinutes(10));
    List<CaptionEvent> one = SampleCaptions.hearing("shop-1", BEGIN, 20, "siren", 2, 4);
    List<CaptionEvent> other = SampleCaptions.hearing("shop-2", ahead, 20, "siren", 8, 9);
    for (int window = 0; window < one.size(); window++) {
      // Both windows are complete at the same moment.
      send(List.of(one.get(window)));
      send(List.of(SampleCaptions.closedAt(one.get(window).windowClosedAt(), other.get(window))));
    }
    passSeconds(60);
    List<Alert> alerts = harness.alerts();
    assertThat(alerts).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    assertThat(alerts.get(1).feedIds()).containsExactlyInAnyOrder("shop-1", "shop-2");
    assertThat(alerts.get(1).alertId()).isEqualTo(alerts.get(0).alertId());
  }

  private void passSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      harness.passWallClockTime(Duration.ofSeconds(1));
    }
  }

  private void send(List<CaptionEvent> captions) {
    captions.forEach(harness::send);
  }
}
