package io.earwitness.topology;

import io.earwitness.topology.query.Holdings;
import io.earwitness.topology.query.Instance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Which instances there are and which of them holds a feed, as this one was told at the last
 * rebalancing.
 *
 * @param captionsTopic of which each partition belongs to one instance
 * @param partitions of that topic
 */
record StreamsGroup(KafkaStreams streams, Instance self, String captionsTopic, int partitions) {

  Holdings.Place placeOf(String feedId) {
    KeyQueryMetadata found =
        streams.queryMetadataForKey(TimelineStores.TIMELINE, feedId, new StringSerializer());
    if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return new Holdings.Place(Optional.empty(), List.of());
    }
    return new Holdings.Place(
        Optional.of(found.activeHost())
            .filter(host -> !host.equals(HostInfo.unavailable()))
            .map(StreamsGroup::instance),
        found.standbyHosts().stream().map(StreamsGroup::instance).toList());
  }

  Holdings.Group now() {
    List<StreamsMetadata> all = List.copyOf(streams.metadataForAllStreamsClients());
    long held =
        all.stream()
            .flatMap(instance -> instance.topicPartitions().stream())
            .filter(partition -> partition.topic().equals(captionsTopic))
            .distinct()
            .count();
    return new Holdings.Group(
        all.stream()
            .map(instance -> instance(instance.hostInfo()))
            .sorted(Comparator.comparing(Instance::toString))
            .toList(),
        (int) Math.max(0, partitions - held));
  }

  private static Instance instance(HostInfo host) {
    return new Instance(host.host(), host.port());
  }
}
