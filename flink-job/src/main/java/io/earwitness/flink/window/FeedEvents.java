package io.earwitness.flink.window;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.captioner.window.AssemblyAction.Gap;
import io.earwitness.captioner.window.AssemblyAction.Late;
import io.earwitness.captioner.window.AssemblyAction.SessionBegan;
import io.earwitness.captioner.window.AssemblyAction.SessionEnded;
import io.earwitness.captioner.window.WindowClosing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Tells what happened to a feed, as events with ids that come out the same after a restore. */
final class FeedEvents {
  private final String feedId;
  private final Instant observedAt;

  FeedEvents(String feedId, Instant observedAt) {
    this.feedId = feedId;
    this.observedAt = observedAt;
  }

  FeedEvent of(Gap gap) {
    return event(
        Kind.GAP,
        gap.sessionId(),
        gap.firstSample(),
        gap.endSample(),
        gap.at(),
        "%d samples never came and are taken for silence."
            .formatted(gap.endSample() - gap.firstSample()));
  }

  FeedEvent of(Late late) {
    return event(
        Kind.LATE,
        late.sessionId(),
        late.firstSample(),
        late.endSample(),
        late.at(),
        late.kept()
            ? "These samples came after a window that covers them was closed."
            : "These samples came when no window could use them any more.");
  }

  FeedEvent of(SessionBegan began) {
    return event(
        Kind.SESSION_BEGAN,
        began.sessionId(),
        began.firstSample(),
        began.firstSample(),
        began.at(),
        "A session began.");
  }

  FeedEvent of(SessionEnded ended) {
    return event(
        Kind.SESSION_ENDED,
        ended.sessionId(),
        ended.endSample(),
        ended.endSample(),
        ended.at(),
        ended.closedBy() == WindowClosing.SUPERSEDED
            ? "The next session began before this one had ended."
            : "The session ended.");
  }

  private FeedEvent event(
      Kind kind, String sessionId, long firstSample, long endSample, Instant at, String detail) {
    // NUL occurs in none of the parts, so no two different events are spelled alike.
    String spelled =
        String.join("\0", feedId, sessionId, kind.name(), firstSample + "-" + endSample);
    String id = UUID.nameUUIDFromBytes(spelled.getBytes(StandardCharsets.UTF_8)).toString();
    return new FeedEvent(
        id, feedId, sessionId, kind, firstSample, endSample, at, observedAt, detail);
  }
}
