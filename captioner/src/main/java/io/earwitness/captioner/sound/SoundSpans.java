package io.earwitness.captioner.sound;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.sound.TrackedSound.Support;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the spans of a caption, and merges what lies close together. */
final class SoundSpans {
  private SoundSpans() {}

  /** Position of the window's first sample in its session. */
  static long windowBeginMicros(CaptionEvent caption) {
    return micros(caption.rate().durationOf(caption.firstSample()));
  }

  /** Position of the window's end in its session. */
  static long windowEndMicros(CaptionEvent caption) {
    return micros(caption.rate().durationOf(caption.endSample()));
  }

  /** The caption's spans that reach their keep threshold, as far as they lie after a position. */
  static List<TrackedSound> of(
      CaptionEvent caption, SoundEventSettings settings, long settledMicros) {
    List<TrackedSound> spans = new ArrayList<>();
    long windowBegin = windowBeginMicros(caption);
    for (HeardSound sound : caption.captioning().sounds()) {
      long begin = Math.max(settledMicros, windowBegin + micros(sound.begin()));
      long end = windowBegin + micros(sound.end());
      if (sound.score() >= settings.thresholdsOf(sound.label()).keep() && begin < end) {
        spans.add(span(caption, sound, begin, end));
      }
    }
    return spans;
  }

  /** Sorts by label and begin, and merges stretches of a label that a gap of at most this parts. */
  static List<TrackedSound> merged(List<TrackedSound> stretches, Duration maximumGap) {
    List<TrackedSound> sorted = new ArrayList<>(stretches);
    sorted.sort(
        Comparator.comparing(TrackedSound::label).thenComparingLong(TrackedSound::beginMicros));
    List<TrackedSound> result = new ArrayList<>();
    for (TrackedSound next : sorted) {
      TrackedSound last = result.isEmpty() ? null : result.get(result.size() - 1);
      if (last != null
          && last.label().equals(next.label())
          && next.beginMicros() - last.endMicros() <= micros(maximumGap)) {
        result.set(result.size() - 1, last.and(next));
      } else {
        result.add(next);
      }
    }
    return result;
  }

  static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private static TrackedSound span(CaptionEvent caption, HeardSound sound, long begin, long end) {
    long windowBegin = windowBeginMicros(caption);
    Instant heardFrom = caption.begin().plusNanos((begin - windowBegin) * 1_000);
    Instant heardTo = caption.begin().plusNanos((end - windowBegin) * 1_000);
    SupportingCaption support =
        new SupportingCaption(
            caption.captionId(), caption.captioning().text(), sound.score(), heardFrom, heardTo);
    String id =
        DerivedId.of(
            caption.feedId(),
            caption.sessionId(),
            sound.label(),
            caption.captionId(),
            Long.toString(begin));
    return new TrackedSound(
        sound.label(),
        id,
        begin,
        end,
        heardFrom,
        heardTo,
        sound.score(),
        List.of(new Support(caption.windowIndex(), support)),
        1,
        0);
  }
}
