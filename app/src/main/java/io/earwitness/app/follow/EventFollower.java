package io.earwitness.app.follow;

import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventType;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic's committed events as they come, all partitions, without a consumer group's
 * rebalancing. For one thread.
 */
public final class EventFollower<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);

  private static final Duration TO_END_POLL = Duration.ofMillis(200);

  /** As much is fetched at once, however soon it is there. */
  private static final int TOGETHER_BYTES = 1 << 20;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<T> reader;

  /** Where an earlier run came to; {@code null} where nothing is remembered. */
  private Map<TopicPartition, Long> resumeAt;

  private EventFollower(
      KafkaConsumer<byte[], byte[]> consumer, EventReader<T> reader, String topic) {
    this.consumer = consumer;
    this.reader = reader;
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
  }

  /** Follows a topic from its begin. */
  public static <T> EventFollower<T> fromBeginning(
      KafkaConnection kafka, RegistryConnection registry, EventType<T> type, String topic) {
    EventFollower<T> follower = open(kafka, registry, type, topic, Map.of());
    follower.consumer.seekToBeginning(follower.consumer.assignment());
    return follower;
  }

  /**
   * Follows a topic from near its end.
   *
   * @param newest how many of its newest records to begin with, in each partition
   */
  public static <T> EventFollower<T> fromNewest(
      KafkaConnection kafka,
      RegistryConnection registry,
      EventType<T> type,
      String topic,
      long newest) {
    return fromNewest(open(kafka, registry, type, topic, Map.of()), newest);
  }

  /**
   * As {@link #fromNewest}, for a topic of many large records: what comes within a moment is
   * fetched at once, which costs less than each by itself.
   *
   * @param moment the longest that a record is held back for others
   */
  public static <T> EventFollower<T> fromNewestTogether(
      KafkaConnection kafka,
      RegistryConnection registry,
      EventType<T> type,
      String topic,
      long newest,
      Duration moment) {
    Map<String, Object> together =
        Map.of(
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            TOGETHER_BYTES,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            (int) moment.toMillis());
    return fromNewest(open(kafka, registry, type, topic, together), newest);
  }

  private static <T> EventFollower<T> fromNewest(EventFollower<T> follower, long newest) {
    var partitions = follower.consumer.assignment();
    Map<TopicPartition, Long> begins = follower.consumer.beginningOffsets(partitions);
    follower
        .consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) ->
                follower.consumer.seek(partition, Math.max(begins.get(partition), end - newest)));
    return follower;
  }

  /**
   * Follows a topic from given places.
   *
   * @param offsets by partition; one that is not named is followed from its begin
   */
  public static <T> EventFollower<T> fromOffsets(
      KafkaConnection kafka,
      RegistryConnection registry,
      EventType<T> type,
      String topic,
      Map<Integer, Long> offsets) {
    EventFollower<T> follower = open(kafka, registry, type, topic, Map.of());
    follower
        .consumer
        .assignment()
        .forEach(
            partition ->
                follower.consumer.seek(partition, offsets.getOrDefault(partition.partition(), 0L)));
    return follower;
  }

  /** Follows a topic from its end: only what comes from now on. */
  public static <T> EventFollower<T> fromEnd(
      KafkaConnection kafka, RegistryConnection registry, EventType<T> type, String topic) {
    EventFollower<T> follower = open(kafka, registry, type, topic, Map.of());
    follower.consumer.seekToEnd(follower.consumer.assignment());
    // Seeking is lazy: what comes between now and the first poll must not be skipped.
    follower.consumer.assignment().forEach(follower.consumer::position);
    return follower;
  }

  /**
   * Follows a topic from where an earlier run {@link #remember}ed to have come.
   *
   * @param group under which it is remembered
   * @param again whether to see once more, marked as such, what was seen before
   */
  public static <T> EventFollower<T> remembering(
      KafkaConnection kafka,
      RegistryConnection registry,
      EventType<T> type,
      String topic,
      String group,
      boolean again) {
    EventFollower<T> follower =
        open(kafka, registry, type, topic, Map.of(ConsumerConfig.GROUP_ID_CONFIG, group));
    follower.resumeAt = new HashMap<>();
    var partitions = follower.consumer.assignment();
    follower
        .consumer
        .committed(partitions)
        .forEach((p, at) -> follower.resumeAt.put(p, at == null ? 0 : at.offset()));
    if (again) {
      follower.consumer.seekToBeginning(partitions);
    }
    return follower;
  }

  private static <T> EventFollower<T> open(
      KafkaConnection kafka,
      RegistryConnection registry,
      EventType<T> type,
      String topic,
      Map<String, Object> more) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.putAll(more);
    var bytes = new ByteArrayDeserializer();
    return new EventFollower<>(
        new KafkaConsumer<>(config, bytes, bytes), EventReader.open(type, registry), topic);
  }

  /**
   * An event and where it lies.
   *
   * @param seenBefore whether an earlier run remembered it
   */
  public record Followed<T>(T event, int partition, long offset, boolean seenBefore) {}

  /** Waits a while for events and returns those that came, in their order within each feed. */
  public List<Followed<T>> poll(Duration wait) {
    List<Followed<T>> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> got : consumer.poll(wait)) {
      boolean seenBefore =
          resumeAt != null
              && got.offset() < resumeAt.get(new TopicPartition(got.topic(), got.partition()));
      try {
        events.add(
            new Followed<>(reader.read(got.value()), got.partition(), got.offset(), seenBefore));
      } catch (UnreadableEventException e) {
        LOG.warn("{}-{} at {}: {}", got.topic(), got.partition(), got.offset(), e.getMessage());
      }
    }
    return events;
  }

  /** Hands out what is visible now, all of it, and returns. */
  public void readToEnd(Consumer<Followed<T>> taker) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll(TO_END_POLL).forEach(taker);
    }
  }

  /** Remembers across runs, if it was opened for that, that all polled so far is dealt with. */
  public void remember() {
    if (resumeAt == null) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
    resumeAt.forEach(
        (partition, remembered) -> {
          long position = consumer.position(partition);
          if (position > remembered) {
            ahead.put(partition, new OffsetAndMetadata(position));
          }
        });
    consumer.commitSync(ahead);
  }

  @Override
  public void close() {
    consumer.close();
    reader.close();
  }
}
