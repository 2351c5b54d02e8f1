package io.earwitness.app.export;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the captions of overlapping windows into cues that follow each other: a caption is shown
 * until the next one begins, and one that says the same goes on.
 */
final class Cues {
  private Cues() {}

  /**
   * Makes cues.
   *
   * @param captions of one feed, by their begins
   * @param zero the moment from which cues are counted; what lies before it is cut off
   */
  static List<Cue> of(List<CaptionEvent> captions, Instant zero) {
    List<Cue> cues = new ArrayList<>();
    for (int i = 0; i < captions.size(); i++) {
      CaptionEvent caption = captions.get(i);
      Instant end = caption.end();
      if (i + 1 < captions.size() && captions.get(i + 1).begin().isBefore(end)) {
        end = captions.get(i + 1).begin();
      }
      Instant begin = caption.begin().isBefore(zero) ? zero : caption.begin();
      if (begin.isBefore(end)) {
        add(
            cues,
            new Cue(
                Duration.between(zero, begin),
                Duration.between(zero, end),
                caption.captioning().text()));
      }
    }
    return cues;
  }

  private static void add(List<Cue> cues, Cue next) {
    Cue last = cues.isEmpty() ? null : cues.get(cues.size() - 1);
    if (last != null && last.text().equals(next.text()) && last.end().equals(next.begin())) {
      cues.set(cues.size() - 1, new Cue(last.begin(), next.end(), last.text()));
    } else {
      cues.add(next);
    }
  }
}
