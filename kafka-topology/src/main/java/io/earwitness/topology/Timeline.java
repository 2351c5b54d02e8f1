package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads the timelines of those feeds that this instance holds. Safe for use by several threads.
 * Every method throws {@link TimelineUnavailableException} while the instance starts, hands over
 * partitions or stops.
 */
public final class Timeline {
  private final StoreAccess stores;
  private final Supplier<? extends SchemaStore> schemas;

  /** Finds a store by name. */
  interface StoreAccess {
    <K, V> ReadOnlyKeyValueStore<K, V> store(String name);
  }

  Timeline(StoreAccess stores, Supplier<? extends SchemaStore> schemas) {
    this.stores = stores;
    this.schemas = schemas;
  }

  /**
   * The captions whose windows begin within a span, in the order of their begins; none where the
   * feed is not known here.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public List<CaptionEvent> query(String feedId, Instant from, Instant to) {
    List<CaptionEvent> found = new ArrayList<>();
    if (!from.isBefore(to)) {
      return found;
    }
    ReadOnlyKeyValueStore<Bytes, byte[]> timeline = stores.store(TimelineStores.TIMELINE);
    try (EventReader<CaptionEvent> reader = EventReader.open(EventTypes.CAPTION, schemas.get());
        KeyValueIterator<Bytes, byte[]> range =
            timeline.range(TimelineKey.first(feedId, from), TimelineKey.first(feedId, to))) {
      while (range.hasNext()) {
        found.add(reader.read(range.next().value));
      }
      return found;
    } catch (UnreadableEventException e) {
      throw new IllegalStateException("feed %s: %s".formatted(feedId, e.getMessage()), e);
    } catch (InvalidStateStoreException e) {
      throw moved(e);
    }
  }

  /**
   * The newest captions of a span, newest first.
   *
   * @param from inclusive
   * @param to exclusive
   * @param most at most so many
   */
  List<CaptionEvent> newest(String feedId, Instant from, Instant to, int most) {
    ReadOnlyKeyValueStore<Bytes, byte[]> timeline = stores.store(TimelineStores.TIMELINE);
    List<CaptionEvent> found = new ArrayList<>();
    try (EventReader<CaptionEvent> reader = EventReader.open(EventTypes.CAPTION, schemas.get());
        KeyValueIterator<Bytes, byte[]> range =
            timeline.reverseRange(TimelineKey.first(feedId, from), TimelineKey.first(feedId, to))) {
      while (range.hasNext() && found.size() < most) {
        found.add(reader.read(range.next().value));
      }
      return found;
    } catch (UnreadableEventException e) {
      throw new IllegalStateException("feed %s: %s".formatted(feedId, e.getMessage()), e);
    } catch (InvalidStateStoreException e) {
      throw moved(e);
    }
  }

  /** The feeds that this instance holds, by name. */
  public SortedMap<String, FeedActivity> feeds() {
    SortedMap<String, FeedActivity> found = new TreeMap<>();
    ReadOnlyKeyValueStore<String, FeedActivity> feeds = stores.store(TimelineStores.FEEDS);
    try (KeyValueIterator<String, FeedActivity> all = feeds.all()) {
      while (all.hasNext()) {
        KeyValue<String, FeedActivity> feed = all.next();
        found.put(feed.key, feed.value);
      }
    } catch (InvalidStateStoreException e) {
      throw moved(e);
    }
    return found;
  }

  /** A store that was open may be closed while it is read. */
  private static TimelineUnavailableException moved(InvalidStateStoreException e) {
    return new TimelineUnavailableException(
        "The timeline can't be read now: its partitions are being taken over.", e);
  }
}
