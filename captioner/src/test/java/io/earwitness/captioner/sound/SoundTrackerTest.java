package io.earwitness.captioner.sound;

import static io.earwitness.captioner.sound.Captions.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.sound.Captions.Sound;
import io.earwitness.captioner.sound.SoundEvent.Ending;
import io.earwitness.captioner.sound.SoundEvent.Phase;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoundTrackerTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T23:00:00Z");

  private final SoundTracker tracker =
      new SoundTracker(
          new SoundEventSettings(
              new Hysteresis(0.6, 0.4),
              Map.of("alarm", new Hysteresis(0.9, 0.8)),
              Duration.ofSeconds(1),
              Duration.ofSeconds(4),
              Duration.ofSeconds(60),
              Duration.ofSeconds(2)));
  private final Captions feed = new Captions("shop-1", "s1", BEGIN);
  private final List<SoundEvent> told = new ArrayList<>();
  private FeedSounds state = FeedSounds.NONE;

  @Test
  void makesOneEventOfAContinuousSoundUnderOverlappingWindows() {
    hear(feed.over(80, sound("siren", 0.8, 12, 52)));

    SoundEvent end = onlyEnded();
    assertThat(end.begin()).isEqualTo(BEGIN.plusSeconds(12));
    assertThat(end.end()).contains(BEGIN.plusSeconds(52));
    assertThat(end.endedBy()).isEqualTo(Ending.FADED);
    assertThat(end.captionCount()).isEqualTo(10);
    assertThat(told).extracting(SoundEvent::eventId).containsOnly(end.eventId());
    assertThat(told.get(0).phase()).isEqualTo(Phase.STARTED);
    assertThat(told.get(0).lastHeard()).isEqualTo(BEGIN.plusSeconds(15));
    assertThat(told.subList(1, told.size() - 1))
        .hasSize(9)
        .allMatch(event -> event.phase() == Phase.UPDATED && event.end().isEmpty());
    assertThat(told)
        .extracting(SoundEvent::revision)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void joinsTwoSoundsWithinTheGapAndPartsThemBeyond() {
    hear(feed.over(60, sound("dog_bark", 0.9, 11, 13), sound("dog_bark", 0.7, 16, 18)));
    assertThat(onlyEnded().end()).contains(BEGIN.plusSeconds(18));

    told.clear();
    state = FeedSounds.NONE;
    hear(feed.over(60, sound("dog_bark", 0.9, 11, 13), sound("dog_bark", 0.7, 17.5, 19)));
    assertThat(ended())
        .extracting(SoundEvent::begin)
        .containsExactly(BEGIN.plusSeconds(11), BEGIN.plusMillis(17_500));
    assertThat(ended()).extracting(SoundEvent::eventId).doesNotHaveDuplicates();
  }

  @Test
  void keepsAnEventThroughLowScoresButStartsNoneOnThem() {
    hear(
        feed.over(
            40, sound("siren", 0.45, 1, 4), sound("siren", 0.65, 7, 9), sound("dog", 0.5, 2, 8)));

    SoundEvent end = onlyEnded();
    assertThat(end.begin()).isEqualTo(BEGIN.plusSeconds(1));
    assertThat(end.peakConfidence()).isEqualTo(0.65);
  }

  @Test
  void holdsALabelToItsOwnThresholds() {
    hear(feed.over(40, sound("alarm", 0.85, 1, 4)));
    assertThat(told).isEmpty();
    hear(new Captions("shop-1", "s2", BEGIN).over(40, sound("alarm", 0.95, 1, 4)));
    assertThat(onlyEnded().label()).isEqualTo("alarm");
  }

  @Test
  void tellsNothingOfWhatIsShorterThanTheMinimum() {
    hear(feed.over(40, sound("click", 0.9, 3, 3.5)));
    pass(Duration.ofHours(1));
    assertThat(told).isEmpty();
  }

  @Test
  void endsEventsOfAFeedThatStopsWithoutAWord() {
    hear(feed.over(15, sound("siren", 0.9, 8, 15)));

    pass(Duration.ofSeconds(59));
    assertThat(ended()).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(onlyEnded().endedBy()).isEqualTo(Ending.STALLED);
    assertThat(onlyEnded().end()).contains(BEGIN.plusSeconds(15));
    pass(Duration.ofMinutes(2));
    assertThat(ended()).hasSize(1);
  }

  @Test
  void givesTheWholeIdleTimeAgainAfterARestart() {
    hear(feed.over(15, sound("siren", 0.9, 8, 15)));
    state = state.resumedAt(NOW.plusSeconds(600));
    pass(Duration.ofSeconds(630));
    assertThat(ended()).isEmpty();
  }

  @Test
  void endsEventsSoonAfterTheSessionsLastWindow() {
    List<Sound> siren = List.of(sound("siren", 0.9, 3, 10));
    hear(List.of(feed.window(0, WindowClosing.END_OF_SESSION, siren)));
    assertThat(ended()).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(onlyEnded().endedBy()).isEqualTo(Ending.END_OF_SESSION);
  }

  @Test
  void endsEventsWhenAnotherSessionBegins() {
    hear(feed.over(15, sound("siren", 0.9, 8, 15)));
    hear(new Captions("shop-1", "s2", BEGIN.minusSeconds(300)).over(10, sound("siren", 0.9, 0, 9)));

    assertThat(onlyEnded().sessionId()).isEqualTo("s1");
    assertThat(onlyEnded().endedBy()).isEqualTo(Ending.END_OF_SESSION);
    assertThat(told.get(told.size() - 1).sessionId()).isEqualTo("s2");
  }

  @Test
  void doesNotTellASoundTwiceThatAWindowAfterATimeOutHearsAgain() {
    List<Sound> siren = List.of(sound("siren", 0.9, 3, 10));
    hear(List.of(feed.window(0, WindowClosing.TIME_OUT, siren)));
    pass(Duration.ofSeconds(2));
    assertThat(onlyEnded().endedBy()).isEqualTo(Ending.STALLED);

    hear(List.of(feed.window(1, WindowClosing.COMPLETE, siren)));
    assertThat(told.get(told.size() - 1)).isEqualTo(onlyEnded());
  }

  @Test
  void ignoresRepeatsEvenFromTheSessionBefore() {
    List<CaptionEvent> first = feed.over(15, sound("siren", 0.9, 8, 15));
    List<CaptionEvent> second =
        new Captions("shop-1", "s2", BEGIN).over(15, sound("siren", 0.9, 1, 15));
    hear(first);
    hear(second);
    FeedSounds before = state;
    int count = told.size();

    hear(first);
    hear(second);

    assertThat(state).isEqualTo(before);
    assertThat(told).hasSize(count);
  }

  @Test
  void keepsOnlyTheFirstAndTheNewestCaptionsOfALongEvent() {
    hear(feed.over(600, sound("rain", 0.9, 0, 600)));
    pass(Duration.ofHours(1));

    SoundEvent end = onlyEnded();
    assertThat(end.captionCount()).isEqualTo(119);
    List<String> ids = feed.over(600).stream().map(CaptionEvent::captionId).toList();
    assertThat(end.captions())
        .extracting(SupportingCaption::captionId)
        .startsWith(ids.get(0), ids.get(1), ids.get(2), ids.get(3), ids.get(107))
        .endsWith(ids.get(118))
        .hasSize(16);
  }

  private void hear(List<CaptionEvent> captions) {
    for (CaptionEvent caption : captions) {
      SoundTracker.Step step = tracker.accept(state, caption, NOW);
      state = step.state();
      told.addAll(step.changes());
    }
  }

  private void pass(Duration sinceLastCaption) {
    SoundTracker.Step step = tracker.tick(state, NOW.plus(sinceLastCaption));
    state = step.state();
    told.addAll(step.changes());
  }

  private List<SoundEvent> ended() {
    return told.stream().filter(event -> event.phase() == Phase.ENDED).toList();
  }

  private SoundEvent onlyEnded() {
    assertThat(ended()).hasSize(1);
    return ended().get(0);
  }
}
