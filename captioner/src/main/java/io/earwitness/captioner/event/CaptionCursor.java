package io.earwitness.captioner.event;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a feed's captions were read, so that repeats are recognised: captions of a feed come in
 * order, but a producer that starts over may send the newest ones again. Immutable.
 *
 * @param sessionId of the newest caption
 * @param windowIndex of the newest caption, −1 before the first
 * @param recentCaptions ids of the newest captions, for repeats from before the session's begin
 */
public record CaptionCursor(String sessionId, long windowIndex, List<String> recentCaptions) {
  private static final int REMEMBERED = 16;

  /** Before the first caption. */
  public static final CaptionCursor START = new CaptionCursor("", -1, List.of());

  public CaptionCursor {
    recentCaptions = List.copyOf(recentCaptions);
  }

  public boolean inSession(CaptionEvent caption) {
    return caption.sessionId().equals(sessionId);
  }

  /** Whether the caption was read before, or lies before the newest of its session. */
  public boolean hasPassed(CaptionEvent caption) {
    return recentCaptions.contains(caption.captionId())
        || (inSession(caption) && caption.windowIndex() <= windowIndex);
  }

  /** The cursor after {@code caption}. */
  public CaptionCursor after(CaptionEvent caption) {
    List<String> ids = new ArrayList<>(recentCaptions);
    ids.add(caption.captionId());
    return new CaptionCursor(
        caption.sessionId(),
        caption.windowIndex(),
        ids.subList(Math.max(0, ids.size() - REMEMBERED), ids.size()));
  }
}
