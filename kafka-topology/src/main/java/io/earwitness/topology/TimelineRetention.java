package io.earwitness.topology;

import io.earwitness.captioner.event.CaptionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the timeline bounded. Feeds' clocks may be minutes or years apart, so each feed's captions
 * age by its own clock, and a feed that has gone silent by the machine's: never by stream time.
 */
final class TimelineRetention {
  private final Duration retention;
  private final KeyValueStore<Bytes, byte[]> timeline;
  private final KeyValueStore<String, Bytes> keysById;
  private final KeyValueStore<String, FeedActivity> feeds;

  TimelineRetention(
      Duration retention,
      KeyValueStore<Bytes, byte[]> timeline,
      KeyValueStore<String, Bytes> keysById,
      KeyValueStore<String, FeedActivity> feeds) {
    this.retention = retention;
    this.timeline = timeline;
    this.keysById = keysById;
    this.feeds = feeds;
  }

  /** Forgets those captions of the feed that are too old beside its newest one. */
  void forgetBefore(CaptionEvent newest) {
    forget(newest.feedId(), newest.begin().minus(retention));
  }

  /** Forgets feeds that have had no caption for longer than the retention. */
  void forgetSilentFeeds(Instant now) {
    List<String> silent = new ArrayList<>();
    try (KeyValueIterator<String, FeedActivity> all = feeds.all()) {
      while (all.hasNext()) {
        KeyValue<String, FeedActivity> feed = all.next();
        if (feed.value.lastCaptionAt().plus(retention).isBefore(now)) {
          silent.add(feed.key);
        }
      }
    }
    for (String feedId : silent) {
      forget(feedId, TimelineKey.LATEST);
      feeds.delete(feedId);
    }
  }

  private void forget(String feedId, Instant before) {
    List<Bytes> old = new ArrayList<>();
    Bytes end = TimelineKey.first(feedId, before);
    try (KeyValueIterator<Bytes, byte[]> range =
        timeline.range(TimelineKey.first(feedId, TimelineKey.EARLIEST), end)) {
      while (range.hasNext()) {
        old.add(range.next().key);
      }
    }
    for (Bytes key : old) {
      timeline.delete(key);
      keysById.delete(TimelineKey.captionId(key, feedId));
    }
  }
}
