package io.earwitness.captioner.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.captioner.sound.Captions;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTrackerTest {
  /** The feed's clock; that of the machine is years away from it. */
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");

  private static final Instant NOW = Instant.parse("2031-01-01T00:00:00Z");
  private static final Duration HOP = Duration.ofSeconds(5);

  private final HealthTracker tracker = new HealthTracker(HealthSettings.DEFAULT);
  private final Captions feed = new Captions("shop-1", "s1", BEGIN);
  private final List<FeedEvent> told = new ArrayList<>();
  private FeedHealth state = FeedHealth.NONE;
  private Instant now = NOW;
  private int window;

  @Test
  void tellsAFeedThatStopsOnceAndThatItCameBack() {
    hear(3, -30, -10, 0, WindowClosing.COMPLETE);
    passSeconds(24);
    assertThat(told).isEmpty();
    passSeconds(60);
    assertThat(kinds()).containsExactly(Kind.STALLED);
    assertThat(told.get(0).detail()).contains("No caption came for 30 s");
    hear(1, -30, -10, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.STALLED, Kind.RECOVERED);
  }

  @Test
  void tellsAFeedWhoseWindowTimedOutAtOnceAndNoneThatHasEnded() {
    hear(1, -30, -10, 0, WindowClosing.TIME_OUT);
    assertThat(kinds()).containsExactly(Kind.STALLED);
    told.clear();
    hear(1, -30, -10, 0, WindowClosing.END_OF_SESSION);
    told.clear();
    passSeconds(600);
    assertThat(told).isEmpty();
    assertThat(state.matters()).isFalse();
  }

  @Test
  void tellsStutteringOfWhatIsMissingAgainAndAgainButNotOfOneGap() {
    hear(6, -30, -10, 0, WindowClosing.COMPLETE);
    hear(2, -30, -10, 0.3, WindowClosing.COMPLETE);
    hear(6, -30, -10, 0, WindowClosing.COMPLETE);
    assertThat(told).isEmpty();
    hear(3, -30, -10, 0.1, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.STUTTERING);
    hear(8, -30, -10, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.STUTTERING, Kind.RECOVERED);
  }

  @Test
  void tellsClippingOfWindowAfterWindowAtFullScale() {
    hear(2, -5, 0, 0, WindowClosing.COMPLETE);
    hear(1, -5, -1, 0, WindowClosing.COMPLETE);
    assertThat(told).isEmpty();
    hear(4, -5, 0, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.CLIPPING);
    hear(3, -5, -1, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.CLIPPING, Kind.RECOVERED);
  }

  @Test
  void tellsSilenceByTheHabitOfTheFeed() {
    hear(20, -60, -40, 0, WindowClosing.COMPLETE);
    hear(20, -70, -50, 0, WindowClosing.COMPLETE); // quieter, but not by far
    assertThat(told).isEmpty();
    hear(10, -100, -100, 0, WindowClosing.COMPLETE);
    assertThat(told).isEmpty();
    hear(1, -100, -100, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.SILENT);
    assertThat(told.get(0).at()).isEqualTo(BEGIN.plusSeconds(5 * 40));
    hear(1, -60, -40, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.SILENT, Kind.RECOVERED);

    // A loud feed is silent at a level that is another's habit.
    told.clear();
    state = FeedHealth.NONE;
    hear(20, -20, -5, 0, WindowClosing.COMPLETE);
    hear(20, -60, -40, 0, WindowClosing.COMPLETE);
    assertThat(kinds()).containsExactly(Kind.SILENT);
  }

  private void hear(
      int windows, double rmsDbfs, double peakDbfs, double missingShare, WindowClosing closedBy) {
    for (int i = 0; i < windows; i++) {
      now = now.plus(HOP);
      CaptionEvent caption = feed.window(window++, closedBy, List.of());
      long missing = (long) (missingShare * (caption.endSample() - caption.firstSample()));
      HealthTracker.Step step =
          tracker.accept(state, with(caption, new Level(rmsDbfs, peakDbfs), missing), now);
      state = step.state();
      told.addAll(step.events());
    }
  }

  private void passSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      HealthTracker.Step step = tracker.tick(state, "shop-1", now);
      state = step.state();
      told.addAll(step.events());
    }
  }

  private List<Kind> kinds() {
    return told.stream().map(FeedEvent::kind).toList();
  }

  private static CaptionEvent with(CaptionEvent c, Level level, long missingSamples) {
    return new CaptionEvent(
        c.captionId(),
        c.feedId(),
        c.sessionId(),
        c.windowIndex(),
        c.windowSequence(),
        c.firstSample(),
        c.endSample(),
        c.rate(),
        c.begin(),
        c.end(),
        c.captioning(),
        level,
        missingSamples,
        c.closedBy(),
        c.model(),
        c.decodeSettings(),
        c.executionProvider(),
        c.source(),
        c.windowClosedAt());
  }
}
