package io.earwitness.captioner.alert;

import static io.earwitness.captioner.rule.Rules.rule;
import static io.earwitness.captioner.rule.Rules.sound;
import static io.earwitness.captioner.sound.Captions.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.Rules;
import io.earwitness.captioner.sound.Captions;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertReplayTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");

  /** By the clock of the machine; {@link Captions} closes one window after the other by it. */
  private static final Instant FIRST_CLOSED = Instant.EPOCH.plusSeconds(1_000_000);

  private static final Duration LATENESS = Duration.ofSeconds(20);

  @Test
  void tellsWhatTheRulesWouldHaveToldWhateverTheOrderOfTheFeeds() {
    AlertReplay replay = replay(rule("siren", sound("siren", 0.5)));
    accept(replay, new Captions("b", "s", BEGIN).over(80, sound("siren", 0.8, 12, 52)));
    accept(replay, new Captions("a", "s", BEGIN).over(80, sound("siren", 0.8, 2, 3)));
    List<Alert> told = replay.finish(Optional.empty());
    assertThat(told)
        .extracting(alert -> alert.feedId() + " " + alert.status())
        .containsExactly("a FIRING", "b FIRING", "a RESOLVED", "b RESOLVED");
    assertThat(told.get(3).end()).contains(BEGIN.plusSeconds(52));
  }

  @Test
  void leavesFiringWhatIsNotOverAndEndsWhatEndsWithItsSession() {
    AlertReplay replay = replay(rule("siren", sound("siren", 0.5)));
    var feed = new Captions("a", "s", BEGIN);
    List<CaptionEvent> siren = feed.over(30, sound("siren", 0.8, 12, 30));
    accept(replay, siren);
    assertThat(replay.finish(Optional.empty()))
        .extracting(Alert::status)
        .containsExactly(Status.FIRING);

    AlertReplay ended = replay(rule("siren", sound("siren", 0.5)));
    accept(ended, siren.subList(0, siren.size() - 1));
    ended.accept(
        feed.window(
            siren.size() - 1, WindowClosing.END_OF_SESSION, List.of(sound("siren", 0.8, 12, 30))));
    assertThat(ended.finish(Optional.empty()))
        .extracting(Alert::resolvedBy)
        .containsExactly(Resolution.NOT_RESOLVED, Resolution.FEED_ENDED);
  }

  @Test
  void repeatsByTheTimeOfTheCaptionsThoughTheyWereMadeInAMoment() {
    AlertRule rule = rule("siren", sound("siren", 0.5));
    Notice notice = new Notice("info", Map.of(), Duration.ZERO, Duration.ofSeconds(30), "", "");
    AlertReplay replay = replay(Rules.with(rule, notice));
    accept(replay, new Captions("a", "s", BEGIN).over(120, sound("siren", 0.8, 0, 100)));
    assertThat(replay.finish(Optional.empty()))
        .extracting(Alert::status)
        .containsExactly(
            Status.FIRING, Status.FIRING, Status.FIRING, Status.FIRING, Status.RESOLVED);
  }

  @Test
  void makesOneIncidentOfAGroup() {
    Amount together =
        new Amount(Duration.ZERO, 1, Duration.ZERO, Optional.of("site"), Duration.ofSeconds(10));
    AlertReplay replay = replay(Rules.with(rule("siren", sound("siren", 0.5)), together));
    accept(replay, new Captions("b", "s", BEGIN).over(80, sound("siren", 0.8, 16, 20)));
    accept(replay, new Captions("a", "s", BEGIN).over(80, sound("siren", 0.8, 12, 15)));
    List<Alert> told = replay.finish(Optional.empty());
    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    assertThat(told.get(1).feedIds()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void findsAFeedThatWasAwayFromTheGapInItsCaptions() {
    AlertReplay replay = replay(stalled(Duration.ofSeconds(20)));
    Captions feed = new Captions("a", "s", BEGIN);
    replay.accept(feed.window(0, WindowClosing.COMPLETE, List.of()));
    for (int window = 30; window < 33; window++) {
      replay.accept(feed.window(window, WindowClosing.COMPLETE, List.of()));
    }
    List<Alert> told = replay.finish(Optional.empty());
    // 30 s without a caption make it stalled, 20 s more fire.
    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    assertThat(told.get(0).emittedAt()).isEqualTo(FIRST_CLOSED.plusSeconds(50));
    assertThat(told.get(1).emittedAt())
        .isBetween(FIRST_CLOSED.plusSeconds(150), FIRST_CLOSED.plusSeconds(160));
  }

  @Test
  void findsAFeedThatStoppedForGoodWhereItIsKnownHowFarHistoryReaches() {
    List<CaptionEvent> heard = new Captions("a", "s", BEGIN).over(30, sound("siren", 0.8, 1, 2));
    AlertReplay unknown = replay(stalled(Duration.ZERO));
    accept(unknown, heard);
    assertThat(unknown.finish(Optional.empty())).isEmpty();

    AlertReplay replay = replay(stalled(Duration.ZERO));
    accept(replay, heard);
    assertThat(replay.finish(Optional.of(FIRST_CLOSED.plus(Duration.ofDays(3)))))
        .extracting(Alert::status)
        .containsExactly(Status.FIRING);
  }

  private static AlertRule stalled(Duration lasting) {
    return rule("lost", new Condition.Health(Set.of(FeedEvent.Kind.STALLED), lasting));
  }

  private static AlertReplay replay(AlertRule... rules) {
    return new AlertReplay(
        AlertSettings.DEFAULT,
        HealthSettings.DEFAULT,
        LATENESS,
        List.of(rules),
        feed -> Map.of("site", "north"));
  }

  private static void accept(AlertReplay replay, List<CaptionEvent> captions) {
    captions.forEach(caption -> assertThat(replay.accept(caption)).isEmpty());
  }
}
