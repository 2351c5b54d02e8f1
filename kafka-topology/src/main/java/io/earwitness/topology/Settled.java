package io.earwitness.topology;

import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.alert.GroupAlerts;
import io.earwitness.captioner.sound.FeedSounds;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Whether all captions were taken, and all that they began is over. For one thread. */
final class Settled implements AutoCloseable {
  private final TopologyConfig config;
  private final Timeline.StoreAccess stores;
  private final Admin admin;

  Settled(TopologyConfig config, Timeline.StoreAccess stores) {
    this.config = config;
    this.stores = stores;
    this.admin = Admin.create(config.kafka().clientConfig());
  }

  /** Of these feeds; what does not answer just now is not settled. */
  boolean are(Collection<String> feedIds) throws InterruptedException {
    try {
      return allTaken() && feedIds.stream().noneMatch(this::isOpen) && !isAnyGroupOpen();
    } catch (ExecutionException | TimelineUnavailableException e) {
      return false;
    }
  }

  private boolean allTaken() throws ExecutionException, InterruptedException {
    String captions = config.topics().captions().name();
    var described = admin.describeTopics(List.of(captions)).allTopicNames().get();
    Map<TopicPartition, OffsetSpec> ends =
        described.get(captions).partitions().stream()
            .collect(
                Collectors.toMap(
                    p -> new TopicPartition(captions, p.partition()), p -> OffsetSpec.latest()));
    var committedOnly = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    var latest = admin.listOffsets(ends, committedOnly).all().get();
    Map<TopicPartition, OffsetAndMetadata> taken =
        admin.listConsumerGroupOffsets(config.name()).partitionsToOffsetAndMetadata().get();
    return latest.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata at = taken.get(end.getKey());
              return end.getValue().offset() <= (at == null ? 0 : at.offset());
            });
  }

  private boolean isOpen(String feedId) {
    ReadOnlyKeyValueStore<String, FeedAlerts> alerts = stores.store(TrackAlertsSupplier.STORE);
    ReadOnlyKeyValueStore<String, FeedSounds> sounds = stores.store(TrackSoundsSupplier.STORE);
    FeedAlerts ofAlerts = alerts.get(feedId);
    FeedSounds ofSounds = sounds.get(feedId);
    return (ofAlerts != null && ofAlerts.anythingOpen())
        || (ofSounds != null && !ofSounds.sounds().isEmpty());
  }

  private boolean isAnyGroupOpen() {
    ReadOnlyKeyValueStore<String, GroupAlerts> groups =
        stores.store(TrackGroupAlertsSupplier.STORE);
    try (KeyValueIterator<String, GroupAlerts> all = groups.all()) {
      while (all.hasNext()) {
        if (all.next().value.anythingOpen()) {
          return true;
        }
      }
      return false;
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
