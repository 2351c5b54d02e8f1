package io.earwitness.topology.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.topology.json.AlertJson;
import io.earwitness.topology.json.SoundEventJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A list of which every instance holds a part. */
enum Listing {
  FEEDS("feeds", "feed", Comparator.comparing(Listing::feed)) {
    @Override
    Stream<ObjectNode> held(Holdings holdings, Optional<String> feed, Holdings.Copies copies) {
      return holdings.feeds(copies).stream()
          .filter(one -> feed.isEmpty() || one.feedId().equals(feed.get()))
          .map(FeedJson::of);
    }
  },
  SOUND_EVENTS(
      "soundEvents", "eventId", Comparator.comparing(Listing::feed).thenComparing(Listing::start)) {
    @Override
    Stream<ObjectNode> held(Holdings holdings, Optional<String> feed, Holdings.Copies copies) {
      return holdings.openSounds(copies).stream()
          .filter(event -> feed.isEmpty() || event.feedId().equals(feed.get()))
          .map(SoundEventJson::of);
    }
  },
  ALERTS("alerts", "alertId", Comparator.comparing(Listing::start)) {
    @Override
    Stream<ObjectNode> held(Holdings holdings, Optional<String> feed, Holdings.Copies copies) {
      return holdings.firingAlerts(copies).stream()
          .filter(alert -> feed.isEmpty() || alert.feedIds().contains(feed.get()))
          .map(AlertJson::of);
    }
  };

  private final String field;
  private final String id;
  private final Comparator<ObjectNode> order;

  Listing(String field, String id, Comparator<ObjectNode> order) {
    this.field = field;
    this.id = id;
    this.order = order.thenComparing(this::idOf);
  }

  /** The part that this instance holds. */
  abstract Stream<ObjectNode> held(
      Holdings holdings, Optional<String> feed, Holdings.Copies copies);

  /** Under which the list stands in an answer. */
  String field() {
    return field;
  }

  Comparator<ObjectNode> order() {
    return order;
  }

  String idOf(ObjectNode one) {
    return one.path(id).asText();
  }

  private static String feed(ObjectNode one) {
    return one.path("feed").asText();
  }

  private static Instant start(ObjectNode one) {
    return Instant.parse(one.path("start").asText());
  }
}
