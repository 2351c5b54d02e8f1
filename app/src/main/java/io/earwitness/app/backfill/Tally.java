package io.earwitness.app.backfill;

import io.earwitness.app.print.Times;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.flink.start.PastChunks;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts what a backfill has brought about so far. Safe for use by several threads. */
final class Tally {
  private final PastChunks past;
  private final Map<String, Newest> feeds = new HashMap<>();
  private final Map<Integer, Long> captionedUpTo = new HashMap<>();
  private long windows;
  private long gaps;
  private long deadLetters;
  private Duration sound = Duration.ZERO;
  private Duration missing = Duration.ZERO;

  private record Newest(String sessionId, long windowIndex, long endSample) {}

  /**
   * @param past all that there is to caption
   */
  Tally(PastChunks past) {
    this.past = past;
  }

  /** Repeats, as a job that delivers at least once has them after a crash, count once. */
  synchronized void caption(CaptionEvent caption) {
    Newest before = feeds.get(caption.feedId());
    boolean sameSession = before != null && before.sessionId.equals(caption.sessionId());
    if (sameSession && caption.windowIndex() <= before.windowIndex) {
      return;
    }
    long heardUntil = sameSession ? before.endSample : caption.firstSample();
    long newSamples = caption.endSample() - Math.max(heardUntil, caption.firstSample());
    feeds.put(
        caption.feedId(),
        new Newest(caption.sessionId(), caption.windowIndex(), caption.endSample()));
    captionedUpTo.merge(caption.source().partition(), caption.source().last() + 1, Math::max);
    windows++;
    sound = sound.plus(caption.rate().durationOf(Math.max(0, newSamples)));
    missing = missing.plus(caption.rate().durationOf(caption.missingSamples()));
  }

  synchronized void happened(FeedEvent event) {
    if (event.kind() == FeedEvent.Kind.GAP) {
      gaps++;
    }
  }

  synchronized void refused() {
    deadLetters++;
  }

  synchronized boolean isEmpty() {
    return windows == 0;
  }

  synchronized Duration sound() {
    return sound;
  }

  /** How much is done, 0 to 1, in chunks: each partition up to the newest that has a caption. */
  synchronized double share() {
    long done = 0;
    for (Map.Entry<Integer, PastChunks.Stretch> entry : past.partitions().entrySet()) {
      PastChunks.Stretch stretch = entry.getValue();
      long upTo = captionedUpTo.getOrDefault(entry.getKey(), stretch.begin());
      done += Math.min(Math.max(upTo, stretch.begin()), stretch.end()) - stretch.begin();
    }
    return (double) done / past.records();
  }

  /** {@code 12 feeds, 1,440 windows, 3 gaps}. */
  synchronized String counts() {
    return captions() + ", " + count(gaps, "gap") + losses();
  }

  /** {@code 12 feeds, 1,440 windows}, where gaps were not counted. */
  synchronized String countsWithoutGaps() {
    return captions() + losses();
  }

  private String captions() {
    return "%s, %s".formatted(count(feeds.size(), "feed"), count(windows, "window"));
  }

  private String losses() {
    String losses =
        missing.isZero() ? "" : " (%s missing in these windows)".formatted(Times.words(missing));
    return deadLetters == 0 ? losses : losses + ", " + count(deadLetters, "dead letter");
  }

  private static String count(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }
}
