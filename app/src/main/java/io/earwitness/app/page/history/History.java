package io.earwitness.app.page.history;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** The captions of the past. Implementations are safe for use by several threads. */
public interface History {
  /**
   * The captions whose windows begin within a span, in the order of their begins.
   *
   * @throws io.earwitness.web.RefusedException while they can't be read
   */
  List<CaptionEvent> captions(String feedId, Instant from, Instant to);

  /**
   * The feeds that have a past, and when the newest caption of each begins; the caller's own.
   *
   * @throws io.earwitness.web.RefusedException while they can't be read
   */
  SortedMap<String, Instant> feeds();
}
