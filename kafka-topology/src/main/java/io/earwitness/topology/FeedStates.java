package io.earwitness.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What is remembered of each feed of a task, and for which of them it matters that time passes: a
 * tick need not read the others.
 *
 * @param <S> immutable, with {@code equals}
 */
final class FeedStates<S> {
  private final KeyValueStore<String, S> store;
  private final S unknown;
  private final Predicate<S> active;
  private final Set<String> activeFeeds = new HashSet<>();

  /**
   * @param unknown the state of a feed that nothing is remembered of
   * @param active whether time matters to a state
   */
  FeedStates(KeyValueStore<String, S> store, S unknown, Predicate<S> active) {
    this.store = store;
    this.unknown = unknown;
    this.active = active;
    activeFeeds.addAll(feeds(active));
  }

  /** The store of such states, by feed: on disk, backed by a compacted topic. */
  static <S> StoreBuilder<KeyValueStore<String, S>> store(String name, Class<S> type) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), JsonState.serde(type))
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  S get(String feedId) {
    S state = store.get(feedId);
    return state == null ? unknown : state;
  }

  /** Remembers {@code after}; writes it only if it differs. */
  void replace(String feedId, S before, S after) {
    if (!after.equals(before)) {
      store.put(feedId, after);
    }
    if (active.test(after)) {
      activeFeeds.add(feedId);
    } else {
      activeFeeds.remove(feedId);
    }
  }

  /** A copy: the feeds may be replaced while it is gone through. */
  List<String> activeFeeds() {
    return List.copyOf(activeFeeds);
  }

  /** Forgets those feeds to which time does not matter. */
  void forgetInactive(Predicate<S> which) {
    feeds(active.negate().and(which)).forEach(store::delete);
  }

  private List<String> feeds(Predicate<S> which) {
    List<String> found = new ArrayList<>();
    try (KeyValueIterator<String, S> feeds = store.all()) {
      while (feeds.hasNext()) {
        KeyValue<String, S> feed = feeds.next();
        if (which.test(feed.value)) {
          found.add(feed.key);
        }
      }
    }
    return found;
  }
}
