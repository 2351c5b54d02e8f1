package io.earwitness.flink.start;

import io.earwitness.flink.read.ReadRange;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.wire.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Asks brokers what the job must know of them. */
final class BrokerFacts implements AutoCloseable {
  private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

  private final Admin admin;

  private BrokerFacts(Admin admin) {
    this.admin = admin;
  }

  static BrokerFacts open(KafkaConnection kafka) {
    return new BrokerFacts(Admin.create(kafka.clientConfig()));
  }

  /**
   * @throws JobStartException if the brokers allow only shorter transactions
   */
  void requireTransactionsOf(Duration timeout) {
    Node broker = await(admin.describeCluster().nodes()).iterator().next();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
    Map<ConfigResource, Config> configs = await(admin.describeConfigs(List.of(resource)).all());
    ConfigEntry longest = configs.get(resource).get(MAX_TRANSACTION);
    if (longest != null && timeout.toMillis() > Long.parseLong(longest.value())) {
      throw new JobStartException(
          "%s is %d ms, but the brokers allow transactions of %s ms at most (%s)."
              .formatted(
                  JobSettings.TRANSACTION_TIMEOUT.key(),
                  timeout.toMillis(),
                  longest.value(),
                  MAX_TRANSACTION));
    }
  }

  int partitionsOf(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .size();
  }

  /**
   * What lies in {@code range}.
   *
   * @throws JobStartException if nothing does, saying what is there instead
   */
  PastChunks pastChunks(String topic, ReadRange range) {
    if (range.to().isAfter(Instant.now())) {
      throw new JobStartException(
          "The range ends at %s, which is yet to come: a backfill is of the past."
              .formatted(range.to()));
    }
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(topic, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(topic, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> from = offsets(topic, at(range.from()));
    Map<TopicPartition, ListOffsetsResultInfo> to = offsets(topic, at(range.to()));
    Map<Integer, PastChunks.Stretch> found = new TreeMap<>();
    ends.forEach(
        (partition, end) -> {
          var stretch =
              new PastChunks.Stretch(
                  offset(from.get(partition), end), offset(to.get(partition), end));
          if (stretch.records() > 0) {
            found.put(partition.partition(), stretch);
          }
        });
    Optional<Instant> oldest = oldest(topic);
    if (found.isEmpty()) {
      throw new JobStartException(nothingIn(topic, range, oldest));
    }
    boolean someDeleted = begins.values().stream().anyMatch(begin -> begin.offset() > 0);
    return new PastChunks(
        found, oldest.filter(instant -> someDeleted && range.from().isBefore(instant)));
  }

  private String nothingIn(String topic, ReadRange range, Optional<Instant> oldest) {
    String nothing =
        "No chunk was appended to %s from %s until before %s"
            .formatted(topic, range.from(), range.to());
    return oldest
        .map(
            first ->
                "%s: it holds what was appended from %s to %s."
                    .formatted(nothing, first, newest(topic).map(Instant::toString).orElse("now")))
        .orElse(nothing + ": it is empty.");
  }

  private Optional<Instant> oldest(String topic) {
    return times(topic, OffsetSpec.forTimestamp(0)).min(Comparator.naturalOrder());
  }

  private Optional<Instant> newest(String topic) {
    return times(topic, OffsetSpec.maxTimestamp()).max(Comparator.naturalOrder());
  }

  private Stream<Instant> times(String topic, OffsetSpec which) {
    return offsets(topic, which).values().stream()
        .filter(found -> found.timestamp() >= 0)
        .map(found -> Instant.ofEpochMilli(found.timestamp()));
  }

  private static OffsetSpec at(Instant moment) {
    return OffsetSpec.forTimestamp(moment.toEpochMilli());
  }

  /** Where nothing was appended at or after a moment, Kafka answers −1: its place is the end. */
  private static long offset(ListOffsetsResultInfo found, ListOffsetsResultInfo end) {
    return found.offset() < 0 ? end.offset() : found.offset();
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(String topic, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition = 0; partition < partitionsOf(topic); partition++) {
      wanted.put(new TopicPartition(topic, partition), which);
    }
    return await(admin.listOffsets(wanted).all());
  }

  private static <V> V await(KafkaFuture<V> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new JobStartException("Kafka refuses to answer: %s".formatted(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobStartException("Interrupted while asking Kafka.");
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
