package io.earwitness.app.rules;

import io.earwitness.app.CommandException;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.settings.Settings;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.Topics;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The rules as they hold, on their compacted topic. For one thread. */
public final class RulesTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConnection kafka;
  private final RegistryConnection registry;
  private final String topic;
  private final EventWriter<AlertRule> writer;

  private RulesTopic(Settings settings) {
    this.kafka = KafkaConnection.of(settings);
    this.registry = RegistryConnection.of(settings);
    this.topic = Topics.of(settings).alertRules().name();
    this.writer = EventWriter.open(EventTypes.ALERT_RULE, topic, registry);
  }

  /** Brokers, registry and topic of the settings; the topic must be there. */
  public static RulesTopic open(Settings settings) {
    return new RulesTopic(settings);
  }

  /**
   * What lies on the topic.
   *
   * @param rules by id
   * @param unreadable ids of records that are no rules, with the reason
   */
  public record Content(SortedMap<String, AlertRule> rules, SortedMap<String, String> unreadable) {

    boolean has(String id) {
      return rules.containsKey(id) || unreadable.containsKey(id);
    }
  }

  /** Reads the topic to its end. */
  public Content read() {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    var bytes = new ByteArrayDeserializer();
    var content = new Content(new TreeMap<>(), new TreeMap<>());
    try (var consumer = new KafkaConsumer<>(config, bytes, bytes);
        EventReader<AlertRule> reader = EventReader.open(EventTypes.ALERT_RULE, registry)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(record -> take(record, reader, content));
      }
    }
    return content;
  }

  private static void take(
      ConsumerRecord<byte[], byte[]> record, EventReader<AlertRule> reader, Content content) {
    if (record.key() == null) {
      return;
    }
    String id = new String(record.key(), StandardCharsets.UTF_8);
    content.rules().remove(id);
    content.unreadable().remove(id);
    if (record.value() != null) {
      try {
        content.rules().put(id, reader.read(record.value()));
      } catch (UnreadableEventException e) {
        content.unreadable().put(id, e.getMessage());
      }
    }
  }

  /** Writes rules, and deletes others; returns when the brokers have them. */
  public void write(List<AlertRule> rules, List<String> deleted) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
      List<Future<RecordMetadata>> sent =
          new java.util.ArrayList<>(
              rules.stream().map(rule -> producer.send(writer.record(rule))).toList());
      for (String id : deleted) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(topic, key, null)));
      }
      for (Future<RecordMetadata> one : sent) {
        var unused = one.get();
      }
    } catch (ExecutionException e) {
      throw new CommandException(
          "The brokers refuse to take the rules: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("Interrupted while the rules were being sent.", e);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
