package io.earwitness.captioner.event;

import java.time.Instant;

/**
 * Something that happened to a feed rather than on it, as it travels on {@code audio.feed-events}.
 *
 * @param eventId deterministic, like a caption id
 * @param firstSample begin of the stretch of the session that the event is about, inclusive
 * @param endSample its end, exclusive
 * @param at event time of {@code firstSample}, as far as it is known
 * @param observedAt when it was noticed
 * @param detail one sentence for people
 */
public record FeedEvent(
    String eventId,
    String feedId,
    String sessionId,
    Kind kind,
    long firstSample,
    long endSample,
    Instant at,
    Instant observedAt,
    String detail) {

  /** What happened. */
  public enum Kind {
    SESSION_BEGAN,
    SESSION_ENDED,
    GAP,
    LATE,
    STALLED,
    SILENT,
    STUTTERING,
    /** From here on, quality is traded for freshness, or no longer. */
    OVERLOAD_STEP,
    CLIPPING,
    /** What an earlier event told is over. */
    RECOVERED,
    /** A rule's text is compared with nothing on this feed: another bundle embedded it. */
    RULE_MISFIT,
    /** A window has no caption, so that later ones come in time. */
    LEFT_OUT
  }
}
