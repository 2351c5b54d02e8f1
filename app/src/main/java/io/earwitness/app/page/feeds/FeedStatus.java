package io.earwitness.app.page.feeds;

import java.util.Locale;

/** How a feed is doing. */
enum FeedStatus {
  /** It is played here, and nothing was heard of it so far. */
  WAITING,
  /** Sound is coming in. */
  LIVE,
  /** It comes in, but there is nothing to hear. */
  SILENT,
  /** It stopped without a word. */
  LOST,
  /** Its session was ended in an orderly way. */
  ENDED,
  /**
   * Known from earlier; nobody here plays it, and nothing was heard of it since the page is served.
   */
  ASLEEP;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
