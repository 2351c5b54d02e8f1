package io.earwitness.captioner.alert;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * How a feed's clock differs from the clock of the machines, which is common to all feeds: measured
 * at the first window of each session, where the feed's end of the window meets the instant at
 * which it was found complete. Within a session the offset stays, so that no hiccup of the network
 * stretches or shrinks the time between two sounds; the common clock of a feed never runs
 * backwards, whatever its own clock does from session to session. Immutable.
 *
 * @param sessionId of the session that the offset belongs to
 * @param offset from the feed's clock to the common clock
 * @param covered end of the feed's newest window, by the common clock
 */
public record FeedClock(String sessionId, Duration offset, Instant covered) {
  /** Of a feed that no caption has come from. */
  public static final FeedClock UNKNOWN = new FeedClock("", Duration.ZERO, Instant.EPOCH);

  /** The clock after a caption. */
  FeedClock at(CaptionEvent caption) {
    Duration current = caption.sessionId().equals(sessionId) ? offset : measure(caption);
    Instant end = caption.end().plus(current);
    return new FeedClock(caption.sessionId(), current, end.isAfter(covered) ? end : covered);
  }

  /** An instant of the feed's clock by the common clock. */
  Instant common(Instant eventTime) {
    return eventTime.plus(offset);
  }

  private Duration measure(CaptionEvent firstOfSession) {
    Duration measured = Duration.between(firstOfSession.end(), firstOfSession.windowClosedAt());
    Duration afterFormerSession = Duration.between(firstOfSession.begin(), covered);
    return measured.compareTo(afterFormerSession) > 0 ? measured : afterFormerSession;
  }
}
