package io.earwitness.captioner.rule;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The labels that people give feeds, by names or globs. What is said of a name counts more than
 * what is said of a glob. Safe for use by several threads.
 */
public final class FeedLabels {
  private static final int MOST_REMEMBERED = 100_000;

  private final Map<String, Map<String, String>> byName = new HashMap<>();
  private final Map<Pattern, Map<String, String>> byGlob = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> found = new ConcurrentHashMap<>();
  private volatile Map<String, Map<String, String>> given = Map.of();

  private FeedLabels(Map<String, Map<String, String>> labels) {
    new TreeMap<>(labels)
        .forEach(
            (feed, ofFeed) -> {
              if (FeedGlob.isPlainName(feed)) {
                byName.put(feed, Map.copyOf(ofFeed));
              } else {
                byGlob.put(FeedGlob.compile(feed), Map.copyOf(ofFeed));
              }
            });
  }

  /**
   * @param labels by the name or glob of feeds ({@link FeedGlob})
   * @throws IllegalArgumentException saying what is wrong with a glob
   */
  public static FeedLabels of(Map<String, Map<String, String>> labels) {
    return new FeedLabels(labels);
  }

  /**
   * Gives feeds labels while everything runs, in place of those that were given this way before.
   * They count more than all others.
   *
   * @param labels by the names of feeds
   */
  public void give(Map<String, Map<String, String>> labels) {
    Map<String, Map<String, String>> copy = new HashMap<>();
    labels.forEach((feed, ofFeed) -> copy.put(feed, Map.copyOf(ofFeed)));
    given = copy;
  }

  /** The labels of a feed. */
  public Map<String, String> of(String feedId) {
    if (found.size() > MOST_REMEMBERED) {
      found.clear();
    }
    Map<String, String> settled = found.computeIfAbsent(feedId, this::find);
    Map<String, String> more = given.getOrDefault(feedId, Map.of());
    if (more.isEmpty()) {
      return settled;
    }
    Map<String, String> all = new HashMap<>(settled);
    all.putAll(more);
    return all;
  }

  private Map<String, String> find(String feedId) {
    Map<String, String> labels = new HashMap<>();
    byGlob.forEach(
        (glob, ofGlob) -> {
          if (glob.matcher(feedId).matches()) {
            labels.putAll(ofGlob);
          }
        });
    labels.putAll(byName.getOrDefault(feedId, Map.of()));
    return Map.copyOf(labels);
  }
}
