package io.earwitness.captioner.rule;

import java.util.List;
import java.util.Map;

/**
 * Where a rule watches.
 *
 * @param feeds names of feeds or globs ({@link FeedGlob}), any of which may match; empty for all
 *     feeds
 * @param feedLabels labels that a feed must carry, all of them
 */
public record Scope(List<String> feeds, Map<String, String> feedLabels) {
  /** Every feed. */
  public static final Scope EVERYWHERE = new Scope(List.of(), Map.of());

  public Scope {
    feeds = List.copyOf(feeds);
    feedLabels = Map.copyOf(feedLabels);
  }

  boolean allows(Map<String, String> labelsOfFeed) {
    return labelsOfFeed.entrySet().containsAll(feedLabels.entrySet());
  }
}
