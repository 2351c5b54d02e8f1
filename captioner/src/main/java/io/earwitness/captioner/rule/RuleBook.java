package io.earwitness.captioner.rule;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.regex.Pattern;

/**
 * All rules, found fast by feed: plain names by hash, each distinct glob asked once per feed, and
 * the answer kept until a rule changes. Not safe for use by several threads.
 */
public final class RuleBook {
  private static final String ANY_FEED = "*";

  private final Map<String, CompiledRule> rules = new TreeMap<>();
  private final Map<String, NavigableSet<String>> idsByFeedName = new HashMap<>();
  private final Map<String, Globbed> idsByGlob = new HashMap<>();
  private final Map<String, Found> foundByFeed = new HashMap<>();
  private final Map<TextEmbedding, WeakReference<TextEmbedding>> sharedTexts = new WeakHashMap<>();

  private record Globbed(Pattern pattern, NavigableSet<String> ids) {}

  private record Found(Map<String, String> labels, FeedRules rules) {}

  /**
   * Adds a rule or replaces its former version. A rule that is not enabled is taken out.
   *
   * @throws IllegalArgumentException if the rule has a bad glob
   * @throws java.time.DateTimeException if its time zone is unknown; {@link RuleCheck} says both
   *     beforehand
   */
  public void put(AlertRule rule) {
    CompiledRule compiled = CompiledRule.of(rule, this::shared);
    Map<String, Pattern> globs = new HashMap<>();
    for (String feed : feedsOf(rule)) {
      if (!FeedGlob.isPlainName(feed)) {
        globs.put(feed, FeedGlob.compile(feed));
      }
    }
    remove(rule.ruleId());
    if (!rule.enabled()) {
      return;
    }
    rules.put(rule.ruleId(), compiled);
    for (String feed : feedsOf(rule)) {
      idsFor(feed, globs.get(feed)).add(rule.ruleId());
    }
    foundByFeed.clear();
  }

  /** Takes a rule out; does nothing if there is none of that id. */
  public void remove(String ruleId) {
    CompiledRule former = rules.remove(ruleId);
    if (former == null) {
      return;
    }
    for (String feed : feedsOf(former.rule())) {
      idsByFeedName.computeIfPresent(feed, (name, ids) -> without(ids, ruleId));
      idsByGlob.computeIfPresent(
          feed, (glob, found) -> without(found.ids(), ruleId) == null ? null : found);
    }
    foundByFeed.clear();
  }

  /** The rule as it is now, empty if it was deleted or is not enabled. */
  public Optional<AlertRule> rule(String ruleId) {
    return Optional.ofNullable(rules.get(ruleId)).map(CompiledRule::rule);
  }

  /** Whether some rule watches the state of feeds. */
  public boolean watchesHealth() {
    return rules.values().stream().anyMatch(rule -> rule.rule().watchesHealth());
  }

  /**
   * The rules that watch a feed.
   *
   * @param labels of the feed
   */
  public FeedRules forFeed(String feedId, Map<String, String> labels) {
    Found found = foundByFeed.get(feedId);
    if (found == null || !found.labels().equals(labels)) {
      found = new Found(Map.copyOf(labels), find(feedId, labels));
      foundByFeed.put(feedId, found);
    }
    return found.rules();
  }

  private FeedRules find(String feedId, Map<String, String> labels) {
    NavigableSet<String> ids = new TreeSet<>(idsByFeedName.getOrDefault(feedId, new TreeSet<>()));
    for (Globbed globbed : idsByGlob.values()) {
      if (globbed.pattern().matcher(feedId).matches()) {
        ids.addAll(globbed.ids());
      }
    }
    List<CompiledRule> inScope = new ArrayList<>();
    for (String id : ids) {
      CompiledRule rule = rules.get(id);
      if (rule.rule().scope().allows(labels)) {
        inScope.add(rule);
      }
    }
    return new FeedRules(inScope);
  }

  private NavigableSet<String> idsFor(String feed, Pattern glob) {
    return glob == null
        ? idsByFeedName.computeIfAbsent(feed, name -> new TreeSet<>())
        : idsByGlob.computeIfAbsent(feed, g -> new Globbed(glob, new TreeSet<>())).ids();
  }

  private TextEmbedding shared(TextEmbedding embedding) {
    WeakReference<TextEmbedding> known = sharedTexts.get(embedding);
    TextEmbedding shared = known == null ? null : known.get();
    if (shared == null) {
      sharedTexts.put(embedding, new WeakReference<>(embedding));
      return embedding;
    }
    return shared;
  }

  private static List<String> feedsOf(AlertRule rule) {
    List<String> feeds = rule.scope().feeds();
    return feeds.isEmpty() ? List.of(ANY_FEED) : feeds;
  }

  private static NavigableSet<String> without(NavigableSet<String> ids, String ruleId) {
    ids.remove(ruleId);
    return ids.isEmpty() ? null : ids;
  }
}
