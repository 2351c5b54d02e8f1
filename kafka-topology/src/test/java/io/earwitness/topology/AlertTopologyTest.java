package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.TextEmbedding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  void countsTextsThatAnotherBundleEmbedded() {
    TextEmbedding foreign = new TextEmbedding(new float[] {1, 0}, "cd".repeat(32));
    AlertRule rule = SampleRules.of("text", 1, "*", new Condition.Text("a siren", foreign, 0.3));
    harness.apply(rule);
    send(SampleCaptions.hearing("kitchen", BEGIN, 15, "siren", 2, 10));
    assertThat(harness.total(AlertMetrics.MISFIT.operation())).isEqualTo(2);
  }

  private void send(List<CaptionEvent> captions) {
    captions.forEach(harness::send);
  }
}
