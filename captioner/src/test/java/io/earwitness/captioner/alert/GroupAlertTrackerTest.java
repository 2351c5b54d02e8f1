package io.earwitness.captioner.alert;

import static io.earwitness.captioner.rule.Rules.rule;
import static io.earwitness.captioner.rule.Rules.sound;
import static io.earwitness.captioner.sound.Captions.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.rule.Rules;
import io.earwitness.captioner.sound.Captions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupAlertTrackerTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Duration LATENESS = Duration.ofSeconds(15);

  /** When window 0 of every made-up feed is closed. */
  private static final Instant FIRST_CLOSED = Instant.EPOCH.plusSeconds(1_000_000);

  private final AlertTracker feeds = new AlertTracker(AlertSettings.DEFAULT);
  private final GroupAlertTracker groups = new GroupAlertTracker(AlertSettings.DEFAULT, LATENESS);
  private final RuleBook rules = new RuleBook();
  private final Map<String, FeedAlerts> feedStates = new HashMap<>();
  private final List<Alert> told = new ArrayList<>();
  private GroupAlerts state = GroupAlerts.NONE;

  GroupAlertTrackerTest() {
    Amount shared =
        new Amount(Duration.ZERO, 1, Duration.ZERO, Optional.of("site"), Duration.ofSeconds(6));
    rules.put(Rules.with(rule("bang", sound("bang", 0.5)), shared));
  }

  @Test
  void makesOneIncidentOfFeedsWhoseClocksAreMinutesApart() {
    Captions north = new Captions("north", "s", BEGIN);
    Captions south = new Captions("south", "s", BEGIN.plusSeconds(600));
    hear(north.over(10, sound("bang", 0.9, 3, 4)));
    hear(south.over(10, sound("bang", 0.7, 8, 9)));
    pass(Duration.ofSeconds(60));

    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    Alert resolved = told.get(1);
    assertThat(resolved.feedId()).isEqualTo("north");
    assertThat(resolved.feedIds()).containsExactly("north", "south");
    assertThat(resolved.evidence()).hasSize(2);
    assertThat(resolved.end()).contains(BEGIN.plusSeconds(609));
  }

  @Test
  void makesTwoIncidentsOfWhatIsFartherApart() {
    hear(new Captions("north", "s", BEGIN).over(10, sound("bang", 0.9, 1, 2)));
    hear(new Captions("south", "s", BEGIN).over(10, sound("bang", 0.7, 8.5, 9)));
    pass(Duration.ofSeconds(60));
    assertThat(told).extracting(Alert::feedId).containsExactly("north", "north", "south", "south");
    assertThat(told.get(2).alertId()).isNotEqualTo(told.get(0).alertId());
  }

  @Test
  void keepsFeedsOfOtherGroupsApart() {
    hear(new Captions("north", "s", BEGIN).over(10, sound("bang", 0.9, 3, 4)));
    AlertTracker.Step loner =
        feeds.accept(
            FeedAlerts.NONE,
            rules,
            Map.of(),
            new Captions("loner", "s", BEGIN).over(10, sound("bang", 0.9, 3, 4)).get(0),
            FIRST_CLOSED);
    assertThat(loner.sightings()).isEmpty();
    assertThat(loner.alerts()).extracting(Alert::feedIds).containsExactly(List.of("loner"));
  }

  @Test
  void ignoresRepeatedSightingsAndRulesThatAreGone() {
    List<CaptionEvent> bang = new Captions("north", "s", BEGIN).over(10, sound("bang", 0.9, 3, 4));
    hear(bang);
    GroupAlerts before = state;
    feedStates.clear();
    hear(bang);
    assertThat(state).isEqualTo(before);

    rules.remove("bang");
    pass(Duration.ZERO);
    assertThat(told)
        .extracting(Alert::resolvedBy)
        .containsExactly(Alert.Resolution.NOT_RESOLVED, Alert.Resolution.RULE_DELETED);
  }

  private void hear(List<CaptionEvent> captions) {
    for (CaptionEvent caption : captions) {
      AlertTracker.Step step =
          feeds.accept(
              feedStates.getOrDefault(caption.feedId(), FeedAlerts.NONE),
              rules,
              Map.of("site", "mill"),
              caption,
              caption.windowClosedAt());
      feedStates.put(caption.feedId(), step.state());
      assertThat(step.alerts()).isEmpty();
      for (GroupSighting sighting : step.sightings()) {
        take(groups.accept(state, rules, sighting, caption.windowClosedAt()));
      }
    }
  }

  private void pass(Duration sinceFirstWindow) {
    take(groups.tick(state, rules, FIRST_CLOSED.plus(sinceFirstWindow)));
  }

  private void take(GroupAlertTracker.Step step) {
    state = step.state();
    told.addAll(step.alerts());
  }
}
