package io.earwitness.captioner.sound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A stretch of a session in which one label is heard: merged spans, none farther from the next than
 * the maximum gap. It is an event from its first telling on.
 *
 * @param beginMicros from the session's first sample, inclusive. Positions, not clocks, say which
 *     spans belong together: a feed's clock may be corrected in the middle of a sound.
 * @param endMicros from the session's first sample, exclusive
 * @param support by window, at least one; of much only the first and the newest
 * @param revisions how often it was told; 0 for what is not (yet) an event
 */
public record TrackedSound(
    String label,
    String eventId,
    long beginMicros,
    long endMicros,
    Instant begin,
    Instant lastHeard,
    double peakConfidence,
    List<Support> support,
    long captionCount,
    int revisions) {
  static final int FIRST_CAPTIONS = 4;
  static final int NEWEST_CAPTIONS = 12;

  public TrackedSound {
    support = List.copyOf(support);
  }

  /** A caption and the index of its window, by which captions are told apart and put in order. */
  public record Support(long windowIndex, SupportingCaption caption) {
    Support and(Support other) {
      return new Support(windowIndex, caption.and(other.caption));
    }
  }

  /**
   * What is known of it as an event.
   *
   * @param revision of the event
   */
  SoundEvent event(
      String feedId,
      String sessionId,
      int revision,
      SoundEvent.Phase phase,
      SoundEvent.Ending ending,
      Instant now) {
    return new SoundEvent(
        eventId,
        revision,
        feedId,
        sessionId,
        label,
        phase,
        begin,
        lastHeard,
        phase == SoundEvent.Phase.ENDED ? Optional.of(lastHeard) : Optional.empty(),
        ending,
        newest().caption().score(),
        peakConfidence,
        captions(),
        captionCount,
        now);
  }

  List<SupportingCaption> captions() {
    return support.stream().map(Support::caption).toList();
  }

  boolean told() {
    return revisions > 0;
  }

  long durationMicros() {
    return endMicros - beginMicros;
  }

  Support newest() {
    return support.get(support.size() - 1);
  }

  TrackedSound toldOnceMore() {
    return new TrackedSound(
        label,
        eventId,
        beginMicros,
        endMicros,
        begin,
        lastHeard,
        peakConfidence,
        support,
        captionCount,
        revisions + 1);
  }

  /** Both stretches in one, under the id of the one that was told, or else the earlier. */
  TrackedSound and(TrackedSound other) {
    boolean first = beginMicros <= other.beginMicros;
    boolean last = endMicros >= other.endMicros;
    TreeMap<Long, Support> all = new TreeMap<>();
    Stream.concat(support.stream(), other.support.stream())
        .forEach(one -> all.merge(one.windowIndex(), one, Support::and));
    int shared = support.size() + other.support.size() - all.size();
    TrackedSound named = other.told() ? other : told() || first ? this : other;
    return new TrackedSound(
        label,
        named.eventId,
        first ? beginMicros : other.beginMicros,
        last ? endMicros : other.endMicros,
        first ? begin : other.begin,
        last ? lastHeard : other.lastHeard,
        Math.max(peakConfidence, other.peakConfidence),
        firstAndNewest(List.copyOf(all.values())),
        captionCount + other.captionCount - shared,
        named.revisions);
  }

  private static List<Support> firstAndNewest(List<Support> all) {
    if (all.size() <= FIRST_CAPTIONS + NEWEST_CAPTIONS) {
      return all;
    }
    return Stream.concat(
            all.stream().limit(FIRST_CAPTIONS), all.stream().skip(all.size() - NEWEST_CAPTIONS))
        .toList();
  }
}
