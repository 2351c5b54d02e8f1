package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.SessionEnd;

/** What those that track feeds are told of one. */
sealed interface FeedNews {
  /** A caption, the first time that it comes. */
  record Captioned(CaptionEvent caption) implements FeedNews {}

  /** A session has ended, and all captions of it that there will be have come. */
  record Ended(SessionEnd end) implements FeedNews {}
}
