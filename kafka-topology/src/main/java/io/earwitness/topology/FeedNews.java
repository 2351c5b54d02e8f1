package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.SessionEnd;
import java.util.function.Consumer;

/** What those that track feeds are told of one. */
sealed interface FeedNews {
  /** Tells it to the one that it is for. */
  void tell(Consumer<CaptionEvent> ofCaption, Consumer<SessionEnd> ofEnd);

  /** A caption, the first time that it comes. */
  record Captioned(CaptionEvent caption) implements FeedNews {
    @Override
    public void tell(Consumer<CaptionEvent> ofCaption, Consumer<SessionEnd> ofEnd) {
      ofCaption.accept(caption);
    }
  }

  /** A session has ended, and all captions of it that there will be have come. */
  record Ended(SessionEnd end) implements FeedNews {
    @Override
    public void tell(Consumer<CaptionEvent> ofCaption, Consumer<SessionEnd> ofEnd) {
      ofEnd.accept(end);
    }
  }
}
