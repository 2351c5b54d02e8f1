package io.earwitness.captioner.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Amount;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.rule.Rules;
import io.earwitness.captioner.sound.Captions.Sound;
import io.earwitness.captioner.sound.FeedSounds;
import io.earwitness.captioner.sound.Hysteresis;
import io.earwitness.captioner.sound.RandomWindows;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SoundEventSettings;
import io.earwitness.captioner.sound.SoundTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AlertTrackerGuaranteesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T23:00:00Z");
  private static final double THRESHOLD = 0.5;
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMinutes(1);

  @Provide
  Arbitrary<List<List<Sound>>> windows() {
    return RandomWindows.ofOneSession();
  }

  private record Stretch(Instant begin, Instant end) {}

  /** The sound tracker, itself held to an observer of the whole session, says what is right. */
  @Property(tries = 500)
  void tellsOneAlertOfEachSoundEventWhereARuleAsksForNothingElse(
      @ForAll("windows") List<List<Sound>> windows,
      @ForAll @IntRange(max = 7) int gapSeconds,
      @ForAll @IntRange(max = 3) int minimumSeconds) {
    Duration gap = Duration.ofSeconds(gapSeconds);
    Duration minimum = Duration.ofSeconds(minimumSeconds);
    Amount amount = new Amount(minimum, 1, Duration.ZERO, Optional.empty(), Duration.ZERO);
    List<CaptionEvent> captions = RandomWindows.captions(windows, BEGIN);

    List<Alert> told = alerts(captions, gap, amount);

    assertThat(stretches(told)).containsExactlyInAnyOrderElementsOf(sounds(captions, gap, minimum));
    assertLivesInOrder(told);
  }

  @Property(tries = 300)
  void firesOnlyOnceAtATimeHoweverOftenItMustOccur(
      @ForAll("windows") List<List<Sound>> windows,
      @ForAll @IntRange(min = 1, max = 4) int times,
      @ForAll @IntRange(min = 1, max = 40) int withinSeconds) {
    Amount amount =
        new Amount(
            Duration.ZERO,
            times,
            Duration.ofSeconds(withinSeconds),
            Optional.empty(),
            Duration.ZERO);
    assertLivesInOrder(
        alerts(RandomWindows.captions(windows, BEGIN), Duration.ofSeconds(1), amount));
  }

  private static List<Alert> alerts(List<CaptionEvent> captions, Duration gap, Amount amount) {
    RuleBook rules = new RuleBook();
    rules.put(Rules.with(Rules.rule("a", Rules.sound("a", THRESHOLD)), amount));
    AlertTracker tracker = new AlertTracker(new AlertSettings(gap, IDLE, GRACE));
    List<Alert> told = new ArrayList<>();
    FeedAlerts state = FeedAlerts.NONE;
    for (CaptionEvent caption : captions) {
      AlertTracker.Step step = tracker.accept(state, rules, Map.of(), caption, NOW);
      told.addAll(step.alerts());
      state = step.state();
    }
    told.addAll(tracker.tick(state, rules, NOW.plus(IDLE)).alerts());
    return told;
  }

  private static List<Stretch> stretches(List<Alert> told) {
    return told.stream()
        .filter(alert -> alert.status() == Status.RESOLVED)
        .map(alert -> new Stretch(alert.begin(), alert.end().orElseThrow()))
        .toList();
  }

  private static List<Stretch> sounds(List<CaptionEvent> captions, Duration gap, Duration minimum) {
    SoundTracker tracker =
        new SoundTracker(
            new SoundEventSettings(
                new Hysteresis(THRESHOLD, THRESHOLD), Map.of(), minimum, gap, IDLE, GRACE));
    List<SoundEvent> told = new ArrayList<>();
    FeedSounds state = FeedSounds.NONE;
    for (CaptionEvent caption : captions) {
      SoundTracker.Step step = tracker.accept(state, caption, NOW);
      told.addAll(step.changes());
      state = step.state();
    }
    told.addAll(tracker.tick(state, NOW.plus(IDLE)).changes());
    return told.stream()
        .filter(event -> event.label().equals("a") && event.end().isPresent())
        .map(event -> new Stretch(event.begin(), event.end().orElseThrow()))
        .toList();
  }

  private static void assertLivesInOrder(List<Alert> told) {
    Map<String, Integer> revisions = new HashMap<>();
    String firing = null;
    for (Alert alert : told) {
      assertThat(alert.revision()).isEqualTo(revisions.merge(alert.alertId(), 1, Integer::sum) - 1);
      if (alert.status() == Status.FIRING) {
        assertThat(firing).isNull();
        firing = alert.alertId();
      } else {
        assertThat(alert.alertId()).isEqualTo(firing);
        firing = null;
      }
    }
    assertThat(firing).isNull();
  }
}
