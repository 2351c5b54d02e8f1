package io.earwitness.captioner.alert;

import static io.earwitness.captioner.rule.Rules.rule;
import static io.earwitness.captioner.rule.Rules.sound;
import static io.earwitness.captioner.sound.Captions.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.rule.Notice;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.rule.Rules;
import io.earwitness.captioner.sound.Captions;
import io.earwitness.captioner.sound.Captions.Sound;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertTrackerTest {
  /** The feed's clock; that of the machine is years away from it. */
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");

  private static final Instant NOW = Instant.parse("2031-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AlertTracker tracker = new AlertTracker(AlertSettings.DEFAULT);
  private final RuleBook rules = new RuleBook();
  private final Captions feed = new Captions("shop-1", "s1", BEGIN);
  private final List<Alert> told = new ArrayList<>();
  private FeedAlerts state = FeedAlerts.NONE;

  @Test
  void tellsOneIncidentOnceHoweverManyWindowsOverlap() {
    rules.put(rule("siren", sound("siren", 0.5)));
    hear(feed.over(80, sound("siren", 0.8, 12, 52)));

    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    Alert firing = told.get(0);
    Alert resolved = told.get(1);
    assertThat(firing.revision()).isZero();
    assertThat(firing.end()).isEmpty();
    assertThat(firing.summary()).isEqualTo("siren on shop-1");
    assertThat(firing.labels()).containsEntry("team", "night");
    assertThat(resolved.alertId()).isEqualTo(firing.alertId());
    assertThat(resolved.revision()).isEqualTo(1);
    assertThat(resolved.begin()).isEqualTo(BEGIN.plusSeconds(12));
    assertThat(resolved.end()).contains(BEGIN.plusSeconds(52));
    assertThat(resolved.resolvedBy()).isEqualTo(Resolution.CONDITION_ENDED);
    assertThat(resolved.evidence())
        .hasSize(10)
        .extracting(Evidence::captionId)
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsTwoIncidentsOfWhatLiesBeyondTheGapAndOneOfWhatLiesWithin() {
    rules.put(rule("bark", sound("bark", 0.5)));
    hear(feed.over(60, sound("bark", 0.8, 11, 12), sound("bark", 0.8, 17, 18)));
    assertThat(resolved()).hasSize(1);

    start();
    hear(feed.over(60, sound("bark", 0.8, 11, 12), sound("bark", 0.8, 17.5, 18)));
    assertThat(resolved())
        .extracting(Alert::begin)
        .containsExactly(BEGIN.plusSeconds(11), BEGIN.plusMillis(17_500));
    assertThat(resolved()).extracting(Alert::alertId).doesNotHaveDuplicates();
    assertThat(told)
        .extracting(Alert::status)
        .containsExactly(Status.FIRING, Status.RESOLVED, Status.FIRING, Status.RESOLVED);
  }

  @Test
  void ignoresRepeatedCaptions() {
    rules.put(rule("bark", sound("bark", 0.5)));
    List<CaptionEvent> captions = feed.over(60, sound("bark", 0.8, 11, 12));
    hear(captions);
    FeedAlerts before = state;
    hear(captions);
    assertThat(state).isEqualTo(before);
    assertThat(told).hasSize(2);
  }

  @Test
  void waitsForTheMinimumDuration() {
    AlertRule long20 =
        Rules.with(rule("siren", sound("siren", 0.5)), amount(Duration.ofSeconds(20), 1, 0));
    rules.put(long20);
    hear(feed.over(60, sound("siren", 0.8, 2, 21)));
    assertThat(told).isEmpty();

    start();
    hear(feed.over(25, sound("siren", 0.8, 2, 25)));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).begin()).isEqualTo(BEGIN.plusSeconds(2));
  }

  @Test
  void countsOccurrencesWithinASpan() {
    AlertRule thrice = Rules.with(rule("knock", sound("knock", 0.5)), amount(Duration.ZERO, 3, 60));
    rules.put(thrice);
    hear(feed.over(120, knock(1), knock(30), knock(62)));
    assertThat(told).isEmpty();

    start();
    hear(feed.over(200, knock(1), knock(30), knock(45), knock(61), knock(100)));
    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    assertThat(told.get(0).begin()).isEqualTo(BEGIN.plusSeconds(1));
    assertThat(told.get(0).evidence()).hasSizeGreaterThan(2);
    assertThat(told.get(1).end()).contains(BEGIN.plusSeconds(101));
  }

  @Test
  void keepsStillDuringTheCooldownAndFiresOnWhatOutlastsIt() {
    Notice calm = notice(Duration.ofSeconds(60), Duration.ZERO, "critical");
    rules.put(Rules.with(rule("bark", sound("bark", 0.5)), calm));
    hear(
        feed.over(
            200,
            sound("bark", 0.8, 10, 12),
            sound("bark", 0.8, 40, 45),
            sound("bark", 0.8, 65, 90)));

    assertThat(resolved())
        .extracting(Alert::begin)
        .containsExactly(BEGIN.plusSeconds(10), BEGIN.plusSeconds(72));
  }

  @Test
  void repeatsAGoingAlertWhenItIsDue() {
    rules.put(
        Rules.with(
            rule("siren", sound("siren", 0.5)),
            notice(Duration.ZERO, Duration.ofSeconds(30), "warning")));
    hear(feed.over(15, sound("siren", 0.8, 2, 15)));
    pass(Duration.ofSeconds(29));
    assertThat(told).hasSize(1);
    pass(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(31));
    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.FIRING);
    assertThat(told.get(1).revision()).isEqualTo(1);
    assertThat(told.get(1).evidence()).hasSize(2);
  }

  @Test
  void resolvesWhenTheFeedStopsAndDoesNotTellTheSameSoundAgain() {
    rules.put(rule("siren", sound("siren", 0.5)));
    hear(feed.over(10, sound("siren", 0.8, 2, 10)));
    pass(HOUR);
    pass(HOUR);
    assertThat(resolved()).extracting(Alert::resolvedBy).containsExactly(Resolution.FEED_ENDED);

    hear(List.of(feed.window(1, WindowClosing.COMPLETE, List.of(sound("siren", 0.8, 2, 10)))));
    assertThat(told).hasSize(2);
  }

  @Test
  void resolvesSoonAfterTheEndOfTheSession() {
    rules.put(rule("siren", sound("siren", 0.5)));
    hear(
        List.of(feed.window(0, WindowClosing.END_OF_SESSION, List.of(sound("siren", 0.8, 2, 10)))));
    pass(Duration.ofSeconds(2));
    assertThat(resolved()).hasSize(1);
  }

  @Test
  void goesOnOverASessionWhoseClockWasSetBack() {
    rules.put(rule("siren", sound("siren", 0.5)));
    hear(feed.over(20, sound("siren", 0.8, 2, 20)));
    Captions again = new Captions("shop-1", "s2", BEGIN.minus(HOUR));
    hear(again.over(60, sound("siren", 0.8, 0, 12)));

    assertThat(told).extracting(Alert::status).containsExactly(Status.FIRING, Status.RESOLVED);
    assertThat(told.get(1).end()).contains(BEGIN.minus(HOUR).plusSeconds(12));
  }

  @Test
  void resolvesAtOnceWhenTheRuleIsDeleted() {
    rules.put(rule("siren", sound("siren", 0.5)));
    hear(feed.over(10, sound("siren", 0.8, 2, 10)));
    rules.remove("siren");
    pass(Duration.ofSeconds(1));
    assertThat(resolved()).extracting(Alert::resolvedBy).containsExactly(Resolution.RULE_DELETED);
    assertThat(state.incidents()).isEmpty();
    pass(HOUR);
    assertThat(told).hasSize(2);
  }

  @Test
  void goesOnInTheNewWordsWhenOnlyTheNoticeChanges() {
    AlertRule rule = rule("siren", sound("siren", 0.5));
    rules.put(rule);
    hear(feed.over(10, sound("siren", 0.8, 2, 10)));
    rules.put(Rules.version(Rules.with(rule, notice(Duration.ZERO, Duration.ZERO, "critical")), 2));
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(2));

    assertThat(told).extracting(Alert::severity).containsExactly("warning", "critical");
    assertThat(told.get(1).alertId()).isEqualTo(told.get(0).alertId());
    assertThat(told.get(1).ruleVersion()).isEqualTo(2);
    assertThat(told.get(1).status()).isEqualTo(Status.FIRING);
  }

  @Test
  void startsOverWhenTheRuleWatchesForSomethingElse() {
    AlertRule rule =
        Rules.with(rule("r", sound("siren", 0.5)), notice(HOUR, Duration.ZERO, "warning"));
    rules.put(rule);
    Sound[] both = {sound("siren", 0.8, 2, 20), sound("bark", 0.8, 12, 14)};
    hear(feed.over(10, both));
    rules.put(
        Rules.version(
            Rules.with(rule("r", sound("bark", 0.5)), notice(HOUR, Duration.ZERO, "warning")), 2));
    hear(feed.over(60, both));

    assertThat(told).extracting(Alert::ruleVersion).containsExactly(1L, 1L, 2L, 2L);
    assertThat(told)
        .extracting(Alert::resolvedBy)
        .containsExactly(
            Resolution.NOT_RESOLVED,
            Resolution.RULE_CHANGED,
            Resolution.NOT_RESOLVED,
            Resolution.CONDITION_ENDED);
  }

  @Test
  void remembersNothingOfRulesThatFoundNothingLately() {
    rules.put(Rules.with(rule("bark", sound("bark", 0.5)), amount(Duration.ZERO, 3, 20)));
    rules.put(rule("siren", sound("siren", 0.5)));
    hear(feed.over(80, sound("bark", 0.8, 11, 12), sound("siren", 0.7, 1, 2)));
    assertThat(state.incidents()).isEmpty();
  }

  @Test
  void fillsTheTextsWithWhatWasFound() {
    Notice notice =
        new Notice(
            "critical",
            Map.of(),
            Duration.ZERO,
            Duration.ZERO,
            "{severity}: {label} ({score}) on {feed}",
            "{rule} {caption} {similarity} {status} {begin} {end}");
    rules.put(Rules.with(rule("siren", sound("siren", 0.5)), notice));
    hear(feed.over(40, sound("siren", 0.8125, 2, 4), sound("siren", 0.6, 4, 5)));

    assertThat(told.get(0).summary()).isEqualTo("critical: siren (0.81) on shop-1");
    assertThat(told.get(0).description())
        .isEqualTo("siren something is heard – firing 2026-03-01T22:00:02Z –");
    assertThat(told.get(1).description())
        .isEqualTo("siren something is heard – resolved 2026-03-01T22:00:02Z 2026-03-01T22:00:05Z");
  }

  private static Sound knock(double at) {
    return sound("knock", 0.8, at, at + 1);
  }

  private static Amount amount(Duration minimum, int times, int withinSeconds) {
    return new Amount(
        minimum, times, Duration.ofSeconds(withinSeconds), Optional.empty(), Duration.ZERO);
  }

  private static Notice notice(Duration cooldown, Duration repeat, String severity) {
    return new Notice(severity, Map.of(), cooldown, repeat, "{label} on {feed}", "");
  }

  private void start() {
    told.clear();
    state = FeedAlerts.NONE;
  }

  private void hear(List<CaptionEvent> captions) {
    for (CaptionEvent caption : captions) {
      AlertTracker.Step step = tracker.accept(state, rules, Map.of(), caption, NOW);
      state = step.state();
      told.addAll(step.alerts());
    }
  }

  private void pass(Duration sinceLastCaption) {
    AlertTracker.Step step = tracker.tick(state, rules, NOW.plus(sinceLastCaption));
    state = step.state();
    told.addAll(step.alerts());
  }

  private List<Alert> resolved() {
    return told.stream().filter(alert -> alert.status() == Status.RESOLVED).toList();
  }
}
