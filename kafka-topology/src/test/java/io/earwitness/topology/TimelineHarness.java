package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.AlertSettings;
import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.GroupAlertTracker;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.captioner.health.HealthTracker;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SoundEventSettings;
import io.earwitness.captioner.sound.SoundTracker;
import io.earwitness.testkit.MemorySchemas;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.UnreadableEventException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topology without brokers: captions, the ends of sessions and rules go in; timelines, sound
 * events, alerts and dead letters come out.
 */
final class TimelineHarness implements AutoCloseable {
  static final Duration RETENTION = Duration.ofHours(1);
  static final String CAPTIONS = "audio.captions";
  private static final String SOUND_EVENTS = "audio.sound-events";
  private static final String ALERTS = "audio.alerts";
  private static final String FEED_EVENTS = "audio.feed-events";
  private static final String RULES = "audio.alert-rules";
  private static final String DEAD_LETTERS = "audio.dead-letters";

  private final MemorySchemas schemas = new MemorySchemas();
  private final EventWriter<CaptionEvent> writer =
      EventWriter.open(EventTypes.CAPTION, CAPTIONS, schemas);
  private final EventReader<DeadLetter> deadLetterReader =
      EventReader.open(EventTypes.DEAD_LETTER, schemas);
  private final EventReader<SoundEvent> soundEventReader =
      EventReader.open(EventTypes.SOUND_EVENT, schemas);
  private final EventReader<Alert> alertReader = EventReader.open(EventTypes.ALERT, schemas);
  private final EventWriter<AlertRule> ruleWriter =
      EventWriter.open(EventTypes.ALERT_RULE, RULES, schemas);
  private final EventWriter<FeedEvent> eventWriter =
      EventWriter.open(EventTypes.FEED_EVENT, FEED_EVENTS, schemas);
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> captions;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private final TestOutputTopic<byte[], byte[]> soundEvents;
  private final TestInputTopic<byte[], byte[]> rules;
  private final TestOutputTopic<byte[], byte[]> alerts;
  private final TestInputTopic<byte[], byte[]> toldEvents;
  private final TestOutputTopic<byte[], byte[]> feedEvents;
  private final EventReader<FeedEvent> feedEventReader =
      EventReader.open(EventTypes.FEED_EVENT, schemas);

  TimelineHarness(Path stateFolder) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "timeline-test");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
    driver = new TopologyTestDriver(topology(), settings, SampleCaptions.BEGIN);
    captions =
        driver.createInputTopic(CAPTIONS, new ByteArraySerializer(), new ByteArraySerializer());
    deadLetters =
        driver.createOutputTopic(
            DEAD_LETTERS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    soundEvents =
        driver.createOutputTopic(
            SOUND_EVENTS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    rules = driver.createInputTopic(RULES, new ByteArraySerializer(), new ByteArraySerializer());
    alerts =
        driver.createOutputTopic(ALERTS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    toldEvents =
        driver.createInputTopic(FEED_EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
    feedEvents =
        driver.createOutputTopic(
            FEED_EVENTS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Topology topology() {
    Topology topology =
        new TimelineTopology(CAPTIONS, DEAD_LETTERS, RETENTION, () -> schemas).get();
    new SessionEndTopology(FEED_EVENTS, DEAD_LETTERS, RETENTION, () -> schemas).addTo(topology);
    new SoundEventTopology(
            SOUND_EVENTS, new SoundTracker(SoundEventSettings.DEFAULT), RETENTION, () -> schemas)
        .addTo(topology);
    new FeedHealthTopology(
            FEED_EVENTS, new HealthTracker(HealthSettings.DEFAULT), RETENTION, () -> schemas)
        .addTo(topology);
    return new AlertTopology(
            RULES,
            ALERTS,
            "audio.alert-sightings",
            FEED_EVENTS,
            new AlertTracker(AlertSettings.DEFAULT),
            new GroupAlertTracker(AlertSettings.DEFAULT, Duration.ofSeconds(20)),
            FeedLabels.of(Map.of("shop-*", Map.of("site", "north"))),
            RETENTION,
            () -> schemas)
        .addTo(topology);
  }

  void send(CaptionEvent... events) {
    for (CaptionEvent event : events) {
      ProducerRecord<byte[], byte[]> record = writer.record(event);
      sendBytes(record.key(), record.value());
    }
  }

  /**
   * Sends a caption as an older version wrote it.
   *
   * @param schema that it was written with
   * @param body behind the schema's id
   */
  void sendWritten(String feedId, Schema schema, byte[] body) {
    ByteBuffer value = ByteBuffer.allocate(1 + Integer.BYTES + body.length);
    value.put((byte) 0).putInt(schemas.register(CAPTIONS + "-value", schema)).put(body);
    sendBytes(feedId.getBytes(StandardCharsets.UTF_8), value.array());
  }

  void sendBytes(byte[] key, byte[] value) {
    captions.pipeInput(new TestRecord<>(key, value, SampleCaptions.BEGIN));
  }

  /** Tells that a feed's session has ended, as the job does. */
  void end(String feedId, String sessionId, long endSample) {
    ProducerRecord<byte[], byte[]> record =
        eventWriter.record(
            new FeedEvent(
                "end of " + sessionId,
                feedId,
                sessionId,
                FeedEvent.Kind.SESSION_ENDED,
                endSample,
                endSample,
                SampleCaptions.BEGIN,
                SampleCaptions.BEGIN,
                "The session ended."));
    sendEventBytes(record.key(), record.value());
  }

  void sendEventBytes(byte[] key, byte[] value) {
    toldEvents.pipeInput(new TestRecord<>(key, value, SampleCaptions.BEGIN));
  }

  void apply(AlertRule rule) {
    ProducerRecord<byte[], byte[]> record = ruleWriter.record(rule);
    applyBytes(rule.ruleId(), record.value());
  }

  /**
   * @param value {@code null} deletes the rule
   */
  void applyBytes(String ruleId, byte[] value) {
    rules.pipeInput(ruleId.getBytes(StandardCharsets.UTF_8), value);
  }

  void passWallClockTime(Duration time) {
    driver.advanceWallClockTime(time);
  }

  Timeline timeline() {
    return new Timeline(this::store, () -> schemas);
  }

  private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  /** The texts of a feed's whole timeline, in its order. */
  List<String> texts(String feedId) {
    return timeline().query(feedId, Instant.MIN, Instant.MAX).stream()
        .map(caption -> caption.captioning().text())
        .toList();
  }

  List<DeadLetter> deadLetters() throws UnreadableEventException {
    List<DeadLetter> read = new ArrayList<>();
    for (byte[] value : deadLetters.readValuesToList()) {
      read.add(deadLetterReader.read(value));
    }
    return read;
  }

  /** The sound events since the last call. */
  List<SoundEvent> soundEvents() throws UnreadableEventException {
    return read(soundEvents, soundEventReader, SoundEvent::feedId);
  }

  /** The feed events since the last call. */
  List<FeedEvent> feedEvents() throws UnreadableEventException {
    return read(feedEvents, feedEventReader, FeedEvent::feedId);
  }

  /** The alerts since the last call. */
  List<Alert> alerts() throws UnreadableEventException {
    return read(alerts, alertReader, Alert::feedId);
  }

  private static <T> List<T> read(
      TestOutputTopic<byte[], byte[]> topic, EventReader<T> reader, Function<T, String> key)
      throws UnreadableEventException {
    List<T> read = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : topic.readRecordsToList()) {
      T event = reader.read(record.value());
      assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo(key.apply(event));
      read.add(event);
    }
    return read;
  }

  long storedEntries(String store) {
    long entries = 0;
    try (var all = driver.<Object, Object>getKeyValueStore(store).all()) {
      while (all.hasNext()) {
        all.next();
        entries++;
      }
    }
    return entries;
  }

  /** How often something was counted. */
  double total(String operation) {
    return driver.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(operation + "-total"))
        .mapToDouble(entry -> (double) entry.getValue().metricValue())
        .sum();
  }

  @Override
  public void close() {
    driver.close();
  }
}
