package io.earwitness.captioner.compare;

import io.earwitness.captioner.event.CaptionEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Sets captions of a second bundle beside the live ones: first take in all of the second, then all
 * live ones. Repeats count once. For one thread.
 */
public final class Comparison {
  private static final Comparator<Disagreement> BY_WEIGHT =
      Comparator.comparingDouble(Disagreement::weight);

  private final int most;
  private final Map<Window, Said> shadow = new HashMap<>();
  private final PriorityQueue<Disagreement> worst = new PriorityQueue<>(BY_WEIGHT);
  private final Set<String> feeds = new HashSet<>();
  private long windows;
  private long sameSounds;
  private long commonSound;
  private long sameCaption;
  private double liveConfidence;
  private double shadowConfidence;
  private double confidenceApart;

  private record Window(String feedId, String sessionId, long index) {
    static Window of(CaptionEvent event) {
      return new Window(event.feedId(), event.sessionId(), event.windowIndex());
    }
  }

  /**
   * @param most disagreements that are kept
   */
  public Comparison(int most) {
    this.most = most;
  }

  public void shadow(CaptionEvent event) {
    shadow.putIfAbsent(Window.of(event), Said.of(event));
  }

  /** Compares a live caption, if the second bundle captioned its window from the same sound. */
  public void live(CaptionEvent event) {
    Said other = shadow.get(Window.of(event));
    Said said = Said.of(event);
    if (other != null && said.heardTheSameAs(other)) {
      shadow.remove(Window.of(event));
      add(said, other);
    }
  }

  private void add(Said live, Said other) {
    windows++;
    feeds.add(live.feedId());
    double agreement = live.agreement(other);
    sameSounds += agreement == 1 ? 1 : 0;
    commonSound += agreement > 0 ? 1 : 0;
    sameCaption += live.caption().equals(other.caption()) ? 1 : 0;
    liveConfidence += live.confidence();
    shadowConfidence += other.confidence();
    confidenceApart += Math.abs(live.confidence() - other.confidence());
    Disagreement disagreement = Disagreement.of(live, other);
    if (disagreement.weight() > 0) {
      worst.add(disagreement);
      if (worst.size() > most) {
        worst.remove();
      }
    }
  }

  /** How far they agree so far; shares and means are 0 where no window was compared. */
  public Agreement agreement() {
    double count = Math.max(1, windows);
    List<Disagreement> worstFirst = new ArrayList<>(worst);
    worstFirst.sort(BY_WEIGHT.reversed());
    return new Agreement(
        windows,
        feeds.size(),
        sameSounds / count,
        commonSound / count,
        sameCaption / count,
        liveConfidence / count,
        shadowConfidence / count,
        confidenceApart / count,
        worstFirst);
  }
}
