package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.events.Alert;
import io.earwitness.events.AlertRule;
import io.earwitness.events.SoundEvent;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody here wrote reads every event over a real broker and a real registry. */
class ForeignClientIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** One event on a topic named after its type. */
  private record Sent<T>(EventType<T> type, T event) {
    String topic() {
      return "told." + type.name();
    }
  }

  private static final List<Sent<?>> EVENTS =
      List.of(
          new Sent<>(EventTypes.AUDIO_CHUNK, SampleEvents.chunk()),
          new Sent<>(EventTypes.CAPTION, SampleEvents.caption()),
          new Sent<>(EventTypes.FEED_EVENT, SampleEvents.feedEvent()),
          new Sent<>(EventTypes.DEAD_LETTER, SampleEvents.deadLetter()),
          new Sent<>(
              EventType.of(SoundEvent.class, new PlainMapping<>()), SampleRecords.soundEvent()),
          new Sent<>(EventType.of(Alert.class, new PlainMapping<>()), SampleRecords.alert()),
          new Sent<>(
              EventType.of(AlertRule.class, new PlainMapping<>()), SampleRecords.alertRule()));

  @Test
  void readsEveryEvent() throws Exception {
    PythonClient client = PythonClient.prepare();
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"), 0);
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"), 0)) {
      Map<String, JsonNode> expected = send(broker, RegistryConnection.to(registry.url()));
      List<String> arguments = new ArrayList<>();
      arguments.add(broker.bootstrapServers());
      arguments.add(registry.url());
      EVENTS.forEach(sent -> arguments.add(sent.topic()));
      Map<String, JsonNode> read = new LinkedHashMap<>();
      for (String line : client.run("read_events.py", arguments)) {
        JsonNode event = JSON.readTree(line);
        read.put(event.get("topic").asText(), event);
      }
      assertThat(read).containsExactlyInAnyOrderEntriesOf(expected);
    }
  }

  private static Map<String, JsonNode> send(LocalBroker broker, RegistryConnection registry)
      throws Exception {
    Map<String, Object> config = KafkaConnection.to(broker.bootstrapServers()).clientConfig();
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    Map<String, JsonNode> expected = new LinkedHashMap<>();
    try (TopicAdmin admin = TopicAdmin.open(KafkaConnection.to(broker.bootstrapServers()))) {
      admin.createMissing(
          EVENTS.stream().map(s -> new TopicDefinition(s.topic(), 1, 1, Map.of())).toList());
    }
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      for (Sent<?> sent : EVENTS) {
        expected.put(sent.topic(), send(sent, producer, registry));
      }
    }
    return expected;
  }

  /** Sends an event and returns what the client should print of it. */
  private static <T> JsonNode send(
      Sent<T> sent, KafkaProducer<byte[], byte[]> producer, RegistryConnection registry)
      throws Exception {
    try (EventWriter<T> writer = EventWriter.open(sent.type(), sent.topic(), registry)) {
      ProducerRecord<byte[], byte[]> record = writer.record(sent.event());
      producer.send(record).get();
      Map<String, String> headers = new LinkedHashMap<>();
      record
          .headers()
          .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("topic", sent.topic());
      printed.put("key", new String(record.key(), StandardCharsets.UTF_8));
      printed.put("headers", headers);
      printed.put("value", PlainValues.of(sent.type().mapping().toAvro(sent.event())));
      return JSON.readTree(JSON.writeValueAsString(printed));
    }
  }
}
