package io.earwitness.app.feeds;

import io.earwitness.ingest.SentListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what the feeds that are played here bring. The names are documented in docs/operation.md
 * and kept from release to release. Safe for use by several threads.
 */
public final class FeedMeters implements SentListener {
  private final MeterRegistry meters;
  private final Map<String, Feed> feeds = new ConcurrentHashMap<>();

  private record Feed(
      Counter soundSeconds, Counter bytes, Counter interruptions, AtomicInteger connected) {}

  public FeedMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void sent(String feedId, Duration sound, int bytes) {
    of(feedId).soundSeconds.increment(sound.toNanos() / 1e9);
    of(feedId).bytes.increment(bytes);
  }

  /** Sound comes in. */
  void connected(String feedId) {
    of(feedId).connected.set(1);
  }

  /** A live source was cut off, or can't be reached. */
  void interrupted(String feedId) {
    of(feedId).connected.set(0);
    of(feedId).interruptions.increment();
  }

  /** Nothing more is played of the feed. */
  void ended(String feedId) {
    of(feedId).connected.set(0);
  }

  private Feed of(String feedId) {
    return feeds.computeIfAbsent(feedId, this::register);
  }

  private Feed register(String feedId) {
    Tags tags = Tags.of("feed", feedId);
    return new Feed(
        meters.counter("earwitness.feed.sound.seconds", tags),
        meters.counter("earwitness.feed.sound.bytes", tags),
        meters.counter("earwitness.feed.interruptions", tags),
        meters.gauge("earwitness.feed.connected", tags, new AtomicInteger()));
  }
}
