package io.earwitness.topology.query;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.sound.SoundEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Feeds without captions, held as a test wants them held. */
final class FakeHoldings implements Holdings {
  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final Instance self;
  private final List<Instance> instances = new ArrayList<>();
  private final Map<String, Place> places = new TreeMap<>();
  private final List<String> active = new ArrayList<>();
  private final List<String> copies = new ArrayList<>();
  private int unheld;

  FakeHoldings(Instance self, Instance... all) {
    this.self = self;
    instances.addAll(List.of(all));
  }

  /** This instance works on the feed. */
  FakeHoldings working(String feedId) {
    active.add(feedId);
    return this;
  }

  /** This instance keeps the feed warm. */
  FakeHoldings keepingWarm(String feedId) {
    copies.add(feedId);
    return this;
  }

  /** This instance believes that the feed is there. */
  FakeHoldings knowing(String feedId, Instance at, Instance... standbys) {
    places.put(feedId, new Place(Optional.of(at), List.of(standbys)));
    return this;
  }

  FakeHoldings lacking(int partitions) {
    unheld = partitions;
    return this;
  }

  @Override
  public Instance self() {
    return self;
  }

  @Override
  public Place placeOf(String feedId) {
    return places.getOrDefault(feedId, new Place(Optional.empty(), List.of()));
  }

  @Override
  public Group group() {
    return new Group(instances, unheld);
  }

  @Override
  public List<FeedStanding> feeds(Copies which) {
    List<String> names = new ArrayList<>(active);
    if (which == Copies.ALL) {
      names.addAll(copies);
    }
    return names.stream().map(FakeHoldings::standing).toList();
  }

  private static FeedStanding standing(String feedId) {
    return new FeedStanding(feedId, BEGIN, BEGIN, false, List.of(), Map.of());
  }

  @Override
  public Optional<FeedStanding> feed(String feedId, Copies which) {
    return feeds(which).stream().filter(feed -> feed.feedId().equals(feedId)).findFirst();
  }

  @Override
  public Stretch timeline(String feedId, Instant from, Instant to, int most, Copies which) {
    return new Stretch(List.<CaptionEvent>of(), false);
  }

  @Override
  public List<SoundEvent> openSounds(Copies which) {
    return List.of();
  }

  @Override
  public List<Alert> firingAlerts(Copies which) {
    return List.of();
  }

  @Override
  public List<AlertRule> rules() {
    return List.of();
  }
}
