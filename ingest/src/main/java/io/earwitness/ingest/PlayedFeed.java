package io.earwitness.ingest;

import java.util.Optional;

/**
 * How playing a feed went.
 *
 * @param flaw what was wrong with the source, in one sentence
 */
public record PlayedFeed(End end, Optional<String> flaw) {
  /** Why playing ended. */
  public enum End {
    COMPLETE,
    STOPPED,
    /** An earlier run had played it to its end. */
    PLAYED_BEFORE
  }
}
