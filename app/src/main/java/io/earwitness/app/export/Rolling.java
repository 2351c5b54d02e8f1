package io.earwitness.app.export;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Instant;
import java.util.List;

/** What is kept up to date while captions come. For one thread. */
public interface Rolling {
  /**
   * Brings it up to date.
   *
   * @param captions of one feed, by their begins
   * @throws io.earwitness.app.CommandException if it can't be written
   */
  void update(List<CaptionEvent> captions, Instant now);
}
