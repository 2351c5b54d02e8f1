package io.earwitness.captioner.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.sound.Captions.Sound;
import io.earwitness.captioner.sound.SoundEvent.Ending;
import io.earwitness.captioner.sound.SoundEvent.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Compares the tracker with what one would say who sees all captions at once. */
class SoundTrackerGuaranteesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T23:00:00Z");
  private static final double START = 0.6;
  private static final double KEEP = 0.4;

  @Provide
  Arbitrary<List<List<Sound>>> windows() {
    return RandomWindows.ofOneSession();
  }

  @Property(tries = 500)
  void findsWhatAnObserverOfTheWholeSessionFinds(
      @ForAll("windows") List<List<Sound>> windows,
      @ForAll @IntRange(max = 7) int gapSeconds,
      @ForAll @IntRange(max = 3) int minimumSeconds) {
    SoundTracker tracker = tracker(gapSeconds, minimumSeconds);
    List<SoundEvent> told = new ArrayList<>();
    FeedSounds state = FeedSounds.NONE;
    for (CaptionEvent caption : RandomWindows.captions(windows, BEGIN)) {
      SoundTracker.Step step = tracker.accept(state, caption, NOW);
      told.addAll(step.changes());
      state = step.state();
      assertThat(tracker.accept(state, caption, NOW))
          .isEqualTo(new SoundTracker.Step(state, List.of()));
    }
    told.addAll(tracker.tick(state, NOW.plusSeconds(3_600)).changes());

    assertThat(told.stream().filter(event -> event.phase() == Phase.ENDED).map(Found::of))
        .containsExactlyInAnyOrderElementsOf(observed(windows, gapSeconds, minimumSeconds));
    assertLivesInOrder(told);
  }

  @Property(tries = 300)
  void leavesNothingOpenAndNothingToldTwiceHoweverTheFeedStalls(
      @ForAll("windows") List<List<Sound>> windows,
      @ForAll @IntRange(max = 7) int gapSeconds,
      @ForAll Set<@IntRange(max = 11) Integer> stallsAfter) {
    SoundTracker tracker = tracker(gapSeconds, 0);
    List<SoundEvent> told = new ArrayList<>();
    FeedSounds state = FeedSounds.NONE;
    for (CaptionEvent caption : RandomWindows.captions(windows, BEGIN)) {
      SoundTracker.Step step = tracker.accept(state, caption, NOW);
      told.addAll(step.changes());
      state = step.state();
      if (stallsAfter.contains((int) caption.windowIndex())) {
        SoundTracker.Step stalled = tracker.tick(state, NOW.plusSeconds(3_600));
        told.addAll(stalled.changes());
        state = stalled.state();
      }
    }
    told.addAll(tracker.tick(state, NOW.plusSeconds(3_600)).changes());

    assertLivesInOrder(told);
    assertNoneOverlap(told);
  }

  private static void assertLivesInOrder(List<SoundEvent> told) {
    Map<String, Integer> revisions = new HashMap<>();
    Map<String, String> openByLabel = new HashMap<>();
    Set<String> ended = new HashSet<>();
    for (SoundEvent event : told) {
      assertThat(event.revision()).isEqualTo(revisions.merge(event.eventId(), 1, Integer::sum) - 1);
      assertThat(event.phase() == Phase.STARTED).isEqualTo(event.revision() == 0);
      assertThat(ended).doesNotContain(event.eventId());
      assertThat(event.endedBy() == Ending.NOT_ENDED).isEqualTo(event.end().isEmpty());
      if (event.phase() == Phase.ENDED) {
        ended.add(event.eventId());
        openByLabel.remove(event.label(), event.eventId());
      } else if (event.phase() == Phase.UPDATED) {
        assertThat(openByLabel).containsEntry(event.label(), event.eventId());
      } else {
        openByLabel.putIfAbsent(event.label(), event.eventId());
      }
    }
    assertThat(ended).isEqualTo(revisions.keySet());
  }

  private static void assertNoneOverlap(List<SoundEvent> told) {
    Map<String, List<SoundEvent>> byLabel = new HashMap<>();
    told.stream()
        .filter(event -> event.phase() == Phase.ENDED)
        .sorted(Comparator.comparing(SoundEvent::begin))
        .forEach(
            event -> byLabel.computeIfAbsent(event.label(), l -> new ArrayList<>()).add(event));
    for (List<SoundEvent> events : byLabel.values()) {
      for (int i = 1; i < events.size(); i++) {
        assertThat(events.get(i).begin()).isAfterOrEqualTo(events.get(i - 1).lastHeard());
      }
    }
  }

  /** An event as an observer of the whole session describes it. */
  private record Found(String label, Instant begin, Instant end, double peak, long captions) {
    static Found of(SoundEvent event) {
      return new Found(
          event.label(),
          event.begin(),
          event.end().orElseThrow(),
          event.peakConfidence(),
          event.captionCount());
    }
  }

  /** A span on the session's own scale, in half seconds. */
  private record Span(int window, double score, int begin, int end) {}

  private static List<Found> observed(
      List<List<Sound>> windows, int gapSeconds, int minimumSeconds) {
    List<Found> found = new ArrayList<>();
    for (String label : List.of("a", "b")) {
      List<Span> spans = spans(windows, label);
      for (List<Span> cluster : clusters(spans, 2 * gapSeconds)) {
        int begin = cluster.stream().mapToInt(Span::begin).min().orElseThrow();
        int end = cluster.stream().mapToInt(Span::end).max().orElseThrow();
        double peak = cluster.stream().mapToDouble(Span::score).max().orElseThrow();
        long captions = cluster.stream().mapToInt(Span::window).distinct().count();
        if (peak >= START && end - begin >= 2 * minimumSeconds) {
          found.add(
              new Found(
                  label,
                  BEGIN.plusMillis(500L * begin),
                  BEGIN.plusMillis(500L * end),
                  peak,
                  captions));
        }
      }
    }
    return found;
  }

  private static List<Span> spans(List<List<Sound>> windows, String label) {
    List<Span> spans = new ArrayList<>();
    for (int window = 0; window < windows.size(); window++) {
      for (Sound sound : windows.get(window)) {
        if (sound.label().equals(label) && sound.score() >= KEEP) {
          int offset = 10 * window;
          spans.add(
              new Span(
                  window,
                  sound.score(),
                  offset + (int) (2 * sound.beginSeconds()),
                  offset + (int) (2 * sound.endSeconds())));
        }
      }
    }
    return spans;
  }

  /** Joins each span to every cluster that holds a span near it. */
  private static List<List<Span>> clusters(List<Span> spans, int gap) {
    List<List<Span>> clusters = new ArrayList<>();
    for (Span span : spans) {
      List<Span> joined = new ArrayList<>(List.of(span));
      clusters.removeIf(
          cluster -> {
            boolean near =
                cluster.stream()
                    .anyMatch(o -> span.begin() - o.end() <= gap && o.begin() - span.end() <= gap);
            return near && joined.addAll(cluster);
          });
      clusters.add(joined);
    }
    return clusters;
  }

  private static SoundTracker tracker(int gapSeconds, int minimumSeconds) {
    return new SoundTracker(
        new SoundEventSettings(
            new Hysteresis(START, KEEP),
            Map.of(),
            Duration.ofSeconds(minimumSeconds),
            Duration.ofSeconds(gapSeconds),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2)));
  }
}
