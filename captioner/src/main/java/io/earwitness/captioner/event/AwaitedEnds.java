package io.earwitness.captioner.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ends of one feed's sessions whose last captions are still to come. Immutable.
 *
 * @param ends oldest first; few are kept: a session whose last window has no caption never gets
 *     there
 */
public record AwaitedEnds(List<SessionEnd> ends) {
  private static final int MOST = 8;

  /** Of a feed that no end is known of. */
  public static final AwaitedEnds NONE = new AwaitedEnds(List.of());

  public AwaitedEnds {
    ends = List.copyOf(ends);
  }

  /** These, and {@code end}. */
  public AwaitedEnds and(SessionEnd end) {
    List<SessionEnd> more = new ArrayList<>(without(end).ends);
    more.add(end);
    return new AwaitedEnds(more.subList(Math.max(0, more.size() - MOST), more.size()));
  }

  /** The end that is reached with {@code caption}. */
  public Optional<SessionEnd> reachedBy(CaptionEvent caption) {
    return ends.stream()
        .filter(end -> end.isReached(caption.sessionId(), caption.endSample()))
        .findFirst();
  }

  /** These without the end of the session that {@code end} is of. */
  public AwaitedEnds without(SessionEnd end) {
    return new AwaitedEnds(
        ends.stream().filter(known -> !known.sessionId().equals(end.sessionId())).toList());
  }
}
