package io.earwitness.app.page.feeds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.sound.SoundEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page knows of one feed, its newest past included. Guarded by its {@link FeedBoard}. */
final class FeedCard {
  private static final double SILENCE_DBFS = -60;
  private static final Duration SILENT_AFTER = Duration.ofSeconds(10);
  private static final int STRIPS = 30;
  private static final int PLACES = 600;
  private static final int SOUNDS = 2_000;
  private static final int EVENTS = 500;

  /** A feed that comes from a broker twice as late as it should is slow, not lost. */
  private static final int LONGEST_CHUNKS = 4;

  private final String feedId;
  private final ArrayDeque<Strip> strips = new ArrayDeque<>();
  private final ArrayDeque<ChunkPlace> places = new ArrayDeque<>();
  private final Map<String, SoundEvent> sounds = new LinkedHashMap<>();
  private final ArrayDeque<FeedEvent> events = new ArrayDeque<>();
  private CaptionEvent lastCaption;
  private Instant lastHeardAt;
  private Duration lastChunkLength = Duration.ZERO;
  private Instant quietSince;
  private boolean ended;

  FeedCard(String feedId) {
    this.feedId = feedId;
  }

  String feedId() {
    return feedId;
  }

  void heard(AudioChunk chunk, int partition, long offset, Instant now) {
    Duration length = chunk.format().rate().durationOf(chunk.sampleCount());
    lastHeardAt = now;
    lastChunkLength = length;
    ended = chunk.endOfSession();
    places.add(
        new ChunkPlace(partition, offset, chunk.eventTime(), chunk.eventTime().plus(length)));
    if (places.size() > PLACES) {
      places.remove();
    }
  }

  void drawn(Strip strip) {
    boolean quiet = strip.level().rmsDbfs() < SILENCE_DBFS;
    quietSince = quiet ? (quietSince == null ? strip.begin() : quietSince) : null;
    strips.add(strip);
    if (strips.size() > STRIPS) {
      strips.remove();
    }
  }

  /** Whether the caption is the newest so far. */
  boolean captioned(CaptionEvent caption) {
    if (lastCaption != null && caption.begin().isBefore(lastCaption.begin())) {
      return false;
    }
    lastCaption = caption;
    return true;
  }

  /** Whether this says more than what was known. */
  boolean sounded(SoundEvent event) {
    SoundEvent known = sounds.get(event.eventId());
    if (known != null && known.revision() >= event.revision()) {
      return false;
    }
    sounds.put(event.eventId(), event);
    if (sounds.size() > SOUNDS) {
      sounds.remove(sounds.keySet().iterator().next());
    }
    return true;
  }

  void happened(FeedEvent event) {
    events.add(event);
    if (events.size() > EVENTS) {
      events.remove();
    }
  }

  /**
   * @param played whether it is played here
   */
  FeedStatus status(Instant now, Duration lostAfter, boolean played) {
    if (lastHeardAt == null) {
      return played ? FeedStatus.WAITING : FeedStatus.ASLEEP;
    }
    if (ended) {
      return FeedStatus.ENDED;
    }
    Duration patience = max(lostAfter, lastChunkLength.multipliedBy(LONGEST_CHUNKS));
    if (lastHeardAt.plus(patience).isBefore(now)) {
      return FeedStatus.LOST;
    }
    Strip newest = strips.peekLast();
    boolean silent =
        quietSince != null
            && newest != null
            && !quietSince.plus(SILENT_AFTER).isAfter(newest.end());
    return silent ? FeedStatus.SILENT : FeedStatus.LIVE;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The newest chunks that hold some of a span of time. */
  List<ChunkPlace> places(Instant from, Instant to) {
    return places.stream()
        .filter(place -> place.begin().isBefore(to) && place.end().isAfter(from))
        .toList();
  }

  Collection<SoundEvent> sounds(Instant from, Instant to) {
    return sounds.values().stream()
        .filter(sound -> sound.begin().isBefore(to) && !sound.lastHeard().isBefore(from))
        .toList();
  }

  List<FeedEvent> events(Instant from, Instant to) {
    return events.stream()
        .filter(event -> !event.at().isBefore(from) && event.at().isBefore(to))
        .toList();
  }

  Optional<Instant> lastHeardAt() {
    return Optional.ofNullable(lastHeardAt);
  }

  /** For the wall. */
  ObjectNode json(Standing standing) {
    ObjectNode node = standing.json().put("feed", feedId);
    PageJson.putTime(node, "heardAt", lastHeardAt);
    node.set("caption", lastCaption == null ? null : PageJson.caption(lastCaption));
    ArrayNode open = node.putArray("sounds");
    openSounds().forEach(sound -> open.add(PageJson.sound(sound)));
    ArrayNode drawn = node.putArray("strips");
    strips.forEach(strip -> drawn.add(strip.json()));
    return node;
  }

  private List<SoundEvent> openSounds() {
    List<SoundEvent> open = new ArrayList<>();
    for (SoundEvent sound : sounds.values()) {
      if (sound.end().isEmpty()) {
        open.add(sound);
      }
    }
    return open;
  }
}
