package io.earwitness.ingest.live;

import io.earwitness.ingest.Recording;

/** A live feed that is wanted. */
public record LiveFeed(String feedId, SourceAddress source) {
  public LiveFeed {
    Recording.requireFeedId(feedId);
    if (!source.live()) {
      throw new IllegalArgumentException("%s is a file, not a live source.".formatted(source));
    }
  }
}
