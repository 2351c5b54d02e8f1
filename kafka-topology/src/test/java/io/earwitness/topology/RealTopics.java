package io.earwitness.topology;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.TopologySettings;
import io.earwitness.topology.notify.Notifiers;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a real registry, what the topology is told of them, and what lies on them. */
public final class RealTopics implements AutoCloseable {
  private final Path folder;
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Topics topics;
  private final EventWriter<CaptionEvent> writer;
  private final EventWriter<AlertRule> ruleWriter;
  private final EventWriter<Alert> alertWriter;
  private final KafkaProducer<byte[], byte[]> producer;

  public RealTopics(Path folder) {
    this.folder = folder;
    broker = LocalBroker.start(folder.resolve("broker"), 0);
    registry = LocalRegistry.start(folder.resolve("registry"), 0);
    settings.put(KafkaSettings.BOOTSTRAP_SERVERS.key(), broker.bootstrapServers());
    settings.put(KafkaSettings.REGISTRY_URL.key(), registry.url());
    settings.put(TopicSettings.CREATE.key(), "true");
    settings.put(TopicSettings.PARTITIONS.key(), "2");
    settings.put(TopologySettings.STATE_FOLDER.key(), folder.resolve("state").toString());
    topics = Topics.of(resolved());
    try (TopicAdmin admin = TopicAdmin.open(kafka())) {
      admin.createMissing(topics.all());
    }
    writer =
        EventWriter.open(
            EventTypes.CAPTION, topics.captions().name(), RegistryConnection.to(registry.url()));
    ruleWriter =
        EventWriter.open(
            EventTypes.ALERT_RULE,
            topics.alertRules().name(),
            RegistryConnection.to(registry.url()));
    alertWriter =
        EventWriter.open(
            EventTypes.ALERT, topics.alerts().name(), RegistryConnection.to(registry.url()));
    Map<String, Object> config = kafka().clientConfig();
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "captions");
    producer = new KafkaProducer<>(config);
    producer.initTransactions();
  }

  public Map<String, String> settings() {
    return settings;
  }

  TopologyConfig config() {
    return TopologyConfig.of(resolved());
  }

  private Settings resolved() {
    SettingsBuilder builder = Settings.of(AllSettings.CATALOGUE);
    settings.forEach(builder::set);
    return builder.resolve();
  }

  private KafkaConnection kafka() {
    return KafkaConnection.to(broker.bootstrapServers());
  }

  /** Sends captions in one transaction. */
  public void send(List<CaptionEvent> captions) {
    producer.beginTransaction();
    captions.forEach(caption -> append(writer.record(caption)));
    producer.commitTransaction();
  }

  /** Sends captions in a transaction that is given up. */
  void sendInVain(List<CaptionEvent> captions) {
    producer.beginTransaction();
    captions.forEach(caption -> append(writer.record(caption)));
    producer.flush();
    producer.abortTransaction();
  }

  /** Sends a rule in a transaction of its own. */
  public void apply(AlertRule rule) {
    producer.beginTransaction();
    append(ruleWriter.record(rule));
    producer.commitTransaction();
  }

  /** Sends a record without a value for a rule. */
  public void delete(String ruleId) {
    producer.beginTransaction();
    byte[] key = ruleId.getBytes(StandardCharsets.UTF_8);
    append(new ProducerRecord<>(topics.alertRules().name(), key, null));
    producer.commitTransaction();
  }

  /** Sends an alert, as the topology would, in a transaction of its own. */
  public void tell(Alert alert) {
    producer.beginTransaction();
    append(alertWriter.record(alert));
    producer.commitTransaction();
  }

  /** Begins to tell the targets of the settings. */
  public Notifiers notifiers(Consumer<String> report) {
    TopologyConfig config = config();
    return Notifiers.start(
        config.targets(),
        config.name(),
        config.kafka(),
        topics,
        () -> SchemaRegistry.open(config.registry()),
        report);
  }

  void sendGarbage(String key, String value) {
    producer.beginTransaction();
    append(
        new ProducerRecord<>(
            topics.captions().name(),
            key.getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8)));
    producer.commitTransaction();
  }

  private void append(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record); // the commit fails if a send does
  }

  /**
   * How many of the captions' records the application has done with, transaction marks included.
   */
  long done() throws Exception {
    try (Admin admin = Admin.create(kafka().clientConfig())) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(config().name()).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(entry -> entry.getKey().topic().equals(topics.captions().name()))
          .filter(entry -> entry.getValue() != null)
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    }
  }

  public List<DeadLetter> deadLetters() throws UnreadableEventException {
    return read(topics.deadLetters(), EventTypes.DEAD_LETTER);
  }

  public List<Alert> alerts() throws UnreadableEventException {
    return read(topics.alerts(), EventTypes.ALERT);
  }

  List<SoundEvent> soundEvents() throws UnreadableEventException {
    return read(topics.soundEvents(), EventTypes.SOUND_EVENT);
  }

  /** All events that a read_committed reader sees, read to the end of the topic. */
  private <T> List<T> read(TopicDefinition topic, EventType<T> type)
      throws UnreadableEventException {
    List<T> events = new ArrayList<>();
    try (EventReader<T> reader = EventReader.open(type, RegistryConnection.to(registry.url()))) {
      for (ConsumerRecord<byte[], byte[]> record : records(topic.name())) {
        events.add(reader.read(record.value()));
      }
    }
    return events;
  }

  /** All records that a read_committed reader sees of a topic; each partition's in order. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> config = kafka().clientConfig();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** The names of all topics. */
  Set<String> names() {
    try (TopicAdmin admin = TopicAdmin.open(kafka())) {
      return admin.names();
    }
  }

  /** Makes a topic that holds these records. */
  void fill(TopicDefinition topic, List<ProducerRecord<byte[], byte[]>> records) {
    try (TopicAdmin admin = TopicAdmin.open(kafka())) {
      admin.createMissing(List.of(topic));
    }
    producer.beginTransaction();
    records.forEach(this::append);
    producer.commitTransaction();
  }

  /** The id under which the registry has the schema of a topic's values. */
  int register(String topic, Schema schema) {
    try (SchemaRegistry client = SchemaRegistry.open(RegistryConnection.to(registry.url()))) {
      return client.register(topic + "-value", schema);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    writer.close();
    ruleWriter.close();
    alertWriter.close();
    registry.close();
    broker.close();
  }
}
