package io.earwitness.app.rules;

import io.earwitness.app.CommandException;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.settings.Settings;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The captions that lie on their topic, up to its end of now. */
final class PastCaptions {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Settings settings;

  PastCaptions(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads the captions whose windows begin within a span, by their feeds' clocks; those of one feed
   * in their order.
   *
   * @param from inclusive
   * @param to exclusive
   * @param progress told the share that is read, 0 to 1
   * @return how many records were no captions
   */
  long read(Instant from, Instant to, Consumer<CaptionEvent> sink, Consumer<Double> progress) {
    Map<String, Object> config = KafkaConnection.of(settings).clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    String topic = Topics.of(settings).captions().name();
    var bytes = new ByteArrayDeserializer();
    long unreadable = 0;
    try (var consumer = new KafkaConsumer<>(config, bytes, bytes);
        var reader = EventReader.open(EventTypes.CAPTION, RegistryConnection.of(settings))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long begin = partitions.stream().mapToLong(consumer::position).sum();
      long all = ends.values().stream().mapToLong(end -> end).sum() - begin;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          try {
            CaptionEvent caption = reader.read(record.value());
            if (!caption.begin().isBefore(from) && caption.begin().isBefore(to)) {
              sink.accept(caption);
            }
          } catch (UnreadableEventException e) {
            unreadable++;
          }
        }
        long done = partitions.stream().mapToLong(consumer::position).sum() - begin;
        progress.accept(all == 0 ? 1 : (double) done / all);
      }
      return unreadable;
    } catch (TimeoutException e) {
      throw new CommandException("The brokers don't answer: " + e.getMessage(), e);
    }
  }
}
