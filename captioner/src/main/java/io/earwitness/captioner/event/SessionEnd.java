package io.earwitness.captioner.event;

import java.time.Instant;
import java.util.Optional;

/**
 * That a session of a feed has ended, told apart from its captions: the last of them may be still
 * to come, and need not know that it is the last.
 *
 * @param endSample end of the session's sound, exclusive
 * @param observedAt when it was noticed
 */
public record SessionEnd(String feedId, String sessionId, long endSample, Instant observedAt) {

  /** What the event says of a session's end, if that is what it is about. */
  public static Optional<SessionEnd> of(FeedEvent event) {
    return event.kind() == FeedEvent.Kind.SESSION_ENDED
        ? Optional.of(
            new SessionEnd(
                event.feedId(), event.sessionId(), event.endSample(), event.observedAt()))
        : Optional.empty();
  }

  /**
   * Whether no window of the session is left to be captioned.
   *
   * @param session of the feed's newest caption
   * @param covered end of its window in samples
   */
  public boolean isReached(String session, long covered) {
    return sessionId.equals(session) && covered >= endSample;
  }
}
