package io.earwitness.topology;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the timeline, on disk and backed by compacted topics.
 *
 * <p>Captions are kept in the bytes that they came in: each tells the version of its schema, so a
 * store outlives any change of it.
 */
final class TimelineStores {
  /** {@link TimelineKey} → a caption in the wire format. */
  static final String TIMELINE = "timeline";

  /** Caption id → {@link TimelineKey}. */
  static final String KEYS_BY_ID = "timeline-keys-by-caption-id";

  /** Feed id → {@link FeedActivity}. */
  static final String FEEDS = "feeds";

  private TimelineStores() {}

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> timeline() {
    return store(TIMELINE, Serdes.Bytes(), Serdes.ByteArray());
  }

  static StoreBuilder<KeyValueStore<String, Bytes>> keysById() {
    return store(KEYS_BY_ID, Serdes.String(), Serdes.Bytes());
  }

  static StoreBuilder<KeyValueStore<String, FeedActivity>> feeds() {
    return store(FEEDS, Serdes.String(), FeedActivity.SERDE);
  }

  private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(
      String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }
}
