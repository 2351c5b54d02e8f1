package io.earwitness.topology;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.alert.GroupAlerts;
import io.earwitness.captioner.alert.Incident;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.health.FeedHealth;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.captioner.sound.FeedSounds;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.topology.query.FeedStanding;
import io.earwitness.topology.query.Holdings;
import io.earwitness.topology.query.Instance;
import io.earwitness.web.RefusedException;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads Kafka Streams' stores for queries. */
final class StreamsHoldings implements Holdings {
  private final KafkaStreams streams;
  private final StreamsGroup group;
  private final FeedLabels labels;
  private final Supplier<? extends SchemaStore> schemas;

  StreamsHoldings(
      KafkaStreams streams,
      StreamsGroup group,
      FeedLabels labels,
      Supplier<? extends SchemaStore> schemas) {
    this.streams = streams;
    this.group = group;
    this.labels = labels;
    this.schemas = schemas;
  }

  @Override
  public Instance self() {
    return group.self();
  }

  @Override
  public Place placeOf(String feedId) {
    return available(() -> group.placeOf(feedId));
  }

  @Override
  public Group group() {
    return available(group::now);
  }

  @Override
  public List<FeedStanding> feeds(Copies copies) {
    return available(
        () -> {
          ReadOnlyKeyValueStore<String, FeedHealth> health =
              store(TrackHealthSupplier.STORE, copies);
          return new Timeline(reading(copies), schemas)
              .feeds().entrySet().stream()
                  .map(feed -> standing(feed.getKey(), feed.getValue(), health))
                  .toList();
        });
  }

  @Override
  public Optional<FeedStanding> feed(String feedId, Copies copies) {
    return available(
        () -> {
          ReadOnlyKeyValueStore<String, FeedActivity> feeds = store(TimelineStores.FEEDS, copies);
          ReadOnlyKeyValueStore<String, FeedHealth> health =
              store(TrackHealthSupplier.STORE, copies);
          return Optional.ofNullable(feeds.get(feedId))
              .map(activity -> standing(feedId, activity, health));
        });
  }

  private FeedStanding standing(
      String feedId, FeedActivity activity, ReadOnlyKeyValueStore<String, FeedHealth> health) {
    FeedHealth known = Optional.ofNullable(health.get(feedId)).orElse(FeedHealth.NONE);
    return new FeedStanding(
        feedId,
        activity.newestBegin(),
        activity.lastCaptionAt(),
        known.closed(),
        List.copyOf(known.ailments().values()),
        labels.of(feedId));
  }

  @Override
  public Stretch timeline(String feedId, Instant from, Instant to, int most, Copies copies) {
    return available(
        () -> {
          List<CaptionEvent> newest =
              new ArrayList<>(
                  new Timeline(reading(copies), schemas).newest(feedId, from, to, most + 1));
          boolean more = newest.size() > most;
          if (more) {
            newest.remove(most);
          }
          Collections.reverse(newest);
          return new Stretch(newest, more);
        });
  }

  @Override
  public List<SoundEvent> openSounds(Copies copies) {
    return available(() -> all(TrackSoundsSupplier.STORE, copies, FeedSounds::open));
  }

  @Override
  public List<Alert> firingAlerts(Copies copies) {
    return available(
        () -> {
          List<Alert> alerts = new ArrayList<>();
          alerts.addAll(
              this.<FeedAlerts, Alert>all(
                  TrackAlertsSupplier.STORE, copies, state -> firing(state.incidents().values())));
          alerts.addAll(
              this.<GroupAlerts, Alert>all(
                  TrackGroupAlertsSupplier.STORE,
                  copies,
                  state -> firing(state.incidents().values())));
          return alerts;
        });
  }

  private static List<Alert> firing(Collection<Incident> incidents) {
    return incidents.stream().map(Incident::told).flatMap(Optional::stream).toList();
  }

  private <S, E> List<E> all(String name, Copies copies, Function<S, List<E>> events) {
    ReadOnlyKeyValueStore<String, S> states = store(name, copies);
    List<E> found = new ArrayList<>();
    try (KeyValueIterator<String, S> all = states.all()) {
      while (all.hasNext()) {
        found.addAll(events.apply(all.next().value));
      }
    }
    return found;
  }

  @Override
  public List<AlertRule> rules() {
    return available(
        () -> {
          ReadOnlyKeyValueStore<Bytes, byte[]> rules = store(AlertTopology.RULES, Copies.ACTIVE);
          List<AlertRule> found = new ArrayList<>();
          try (EventReader<AlertRule> reader =
                  EventReader.open(EventTypes.ALERT_RULE, schemas.get());
              KeyValueIterator<Bytes, byte[]> all = rules.all()) {
            while (all.hasNext()) {
              readable(reader, all.next().value).forEach(found::add);
            }
          }
          return found;
        });
  }

  /** What can't be read watches for nothing; {@link TaskRules} tells of it. */
  private static Stream<AlertRule> readable(EventReader<AlertRule> reader, byte[] rule) {
    try {
      return rule == null ? Stream.empty() : Stream.of(reader.read(rule));
    } catch (UnreadableEventException e) {
      return Stream.empty();
    }
  }

  private Timeline.StoreAccess reading(Copies copies) {
    return new Timeline.StoreAccess() {
      @Override
      public <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        return StreamsHoldings.this.store(name, copies);
      }
    };
  }

  private <K, V> ReadOnlyKeyValueStore<K, V> store(String name, Copies copies) {
    StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> query =
        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore());
    return streams.store(copies == Copies.ALL ? query.enableStaleStores() : query);
  }

  /** Partitions may be handed over while they are read. */
  private <T> T available(Supplier<T> reading) {
    try {
      if (streams.state().isRunningOrRebalancing()) {
        return reading.get();
      }
    } catch (InvalidStateStoreException | TimelineUnavailableException e) {
      throw refusal(e);
    }
    throw refusal(null);
  }

  private RefusedException refusal(Throwable cause) {
    return RefusedException.notNow(
        "The instance %s can't answer now: it is %s.".formatted(self(), streams.state()), cause);
  }
}
