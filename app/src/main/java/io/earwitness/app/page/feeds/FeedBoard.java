package io.earwitness.app.page.feeds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.follow.EventFollower.Followed;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.app.page.live.LiveHub;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.sound.SoundEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * All feeds and how they are doing: one for all open pages, fed by one reader of each topic. Safe
 * for use by several threads.
 */
public final class FeedBoard {
  private final LiveHub hub;
  private final StripMaker strips;
  private final Duration lostAfter;
  private final Clock clock;
  private final Supplier<Map<String, SourceState>> sources;
  private final SortedMap<String, FeedCard> cards = new TreeMap<>();
  private final Map<String, Standing> told = new HashMap<>();
  private final List<Strip> fresh = new ArrayList<>();

  /**
   * @param sources of the feeds that are played here; they appear before anything is heard of them
   */
  public FeedBoard(
      LiveHub hub,
      StripMaker strips,
      Duration lostAfter,
      Clock clock,
      Supplier<Map<String, SourceState>> sources) {
    this.hub = hub;
    this.strips = strips;
    this.lostAfter = lostAfter;
    this.clock = clock;
    this.sources = sources;
  }

  /** Takes a feed's next chunk. For one thread. */
  public void heard(Followed<AudioChunk> followed) {
    AudioChunk chunk = followed.event();
    // Decoded outside the lock.
    Optional<Strip> strip = chunk.sampleCount() == 0 ? Optional.empty() : strips.of(chunk);
    synchronized (this) {
      FeedCard card = card(chunk.feedId());
      card.heard(chunk, followed.partition(), followed.offset(), clock.instant());
      strip.ifPresent(card::drawn);
      strip.ifPresent(fresh::add);
    }
  }

  /** Takes a feed's next caption. */
  public void captioned(CaptionEvent caption) {
    synchronized (this) {
      if (!card(caption.feedId()).captioned(caption)) {
        return;
      }
    }
    hub.tell("caption", PageJson.text(PageJson.caption(caption)));
  }

  /** Takes what is known of a sound. */
  public void sounded(SoundEvent event) {
    synchronized (this) {
      if (!card(event.feedId()).sounded(event)) {
        return;
      }
    }
    hub.tell("sound", PageJson.text(PageJson.sound(event)));
  }

  /** Takes what happened to a feed. */
  public void happened(FeedEvent event) {
    synchronized (this) {
      card(event.feedId()).happened(event);
    }
    hub.tell("event", PageJson.text(PageJson.feedEvent(event)));
  }

  private FeedCard card(String feedId) {
    return cards.computeIfAbsent(feedId, FeedCard::new);
  }

  /** Tells the pages what has come since the last time; to be called a few times a second. */
  public void show() {
    ArrayNode drawn = PageJson.array();
    ObjectNode changed = PageJson.object();
    Map<String, SourceState> played = sources.get();
    synchronized (this) {
      played.keySet().forEach(this::card);
      fresh.forEach(strip -> drawn.add(strip.json()));
      fresh.clear();
      Instant now = clock.instant();
      for (FeedCard card : cards.values()) {
        Standing standing = standing(card, now, played);
        if (!standing.equals(told.put(card.feedId(), standing))) {
          changed.set(card.feedId(), standing.json());
        }
      }
    }
    if (!changed.isEmpty()) {
      hub.tell("status", PageJson.text(changed));
    }
    if (!drawn.isEmpty() && hub.hasReaders()) {
      hub.show("strips", PageJson.text(drawn));
    }
  }

  private Standing standing(FeedCard card, Instant now, Map<String, SourceState> played) {
    Optional<SourceState> source = Optional.ofNullable(played.get(card.feedId()));
    return Standing.of(card.status(now, lostAfter, source.isPresent()), source);
  }

  /** Feeds known from earlier runs appear even if nothing more comes of them. */
  public synchronized void know(Collection<String> feedIds) {
    feedIds.forEach(this::card);
  }

  public synchronized boolean knows(String feedId) {
    return cards.containsKey(feedId);
  }

  /** All feeds, for the wall. */
  public ArrayNode json() {
    Map<String, SourceState> played = sources.get();
    ArrayNode all = PageJson.array();
    synchronized (this) {
      played.keySet().forEach(this::card);
      Instant now = clock.instant();
      cards.values().forEach(card -> all.add(card.json(standing(card, now, played))));
    }
    return all;
  }

  /** The newest chunks of a feed that hold some of a span of time. */
  public synchronized List<ChunkPlace> places(String feedId, Instant from, Instant to) {
    FeedCard card = cards.get(feedId);
    return card == null ? List.of() : card.places(from, to);
  }

  /** The newest sound events of a feed within a span of time. */
  public synchronized Collection<SoundEvent> sounds(String feedId, Instant from, Instant to) {
    FeedCard card = cards.get(feedId);
    return card == null ? List.of() : card.sounds(from, to);
  }

  /** The newest of what happened to a feed within a span of time. */
  public synchronized List<FeedEvent> events(String feedId, Instant from, Instant to) {
    FeedCard card = cards.get(feedId);
    return card == null ? List.of() : card.events(from, to);
  }
}
