package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventRoundTripTest {
  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(EventTypes.AUDIO_CHUNK, SampleEvents.chunk()),
        Arguments.of(EventTypes.CAPTION, SampleEvents.caption()),
        Arguments.of(EventTypes.FEED_EVENT, SampleEvents.feedEvent()),
        Arguments.of(EventTypes.SOUND_EVENT, SampleEvents.soundEvent()),
        Arguments.of(EventTypes.ALERT_RULE, SampleAlerts.rule()),
        Arguments.of(EventTypes.ALERT, SampleAlerts.alert()),
        Arguments.of(EventTypes.DEAD_LETTER, SampleEvents.deadLetter()));
  }

  @ParameterizedTest
  @MethodSource("events")
  <T> void comesBackAsItWent(EventType<T> type, T event) throws Exception {
    try (LoneRegistry registry = new LoneRegistry(type);
        EventWriter<T> writer = EventWriter.open(type, "topic", registry.connection());
        EventReader<T> reader = EventReader.open(type, registry.connection())) {
      assertThat(reader.read(writer.write(event))).usingRecursiveComparison().isEqualTo(event);
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  <T> void survivesAJourneyToAnotherMachineAsAType(EventType<T> type, T event) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(type);
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(copy).isEqualTo(type);
  }

  @Test
  void carriesTheFeedAsKeyAndCloudEventsHeaders() {
    try (LoneRegistry registry = new LoneRegistry(EventTypes.CAPTION);
        var writer = EventWriter.open(EventTypes.CAPTION, "captions", registry.connection())) {
      ProducerRecord<byte[], byte[]> record = writer.record(SampleEvents.caption());
      assertThat(record.topic()).isEqualTo("captions");
      assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("küche/1");
      assertThat(headers(record))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "ce_specversion", "1.0",
                  "ce_id", "00112233445566778899aabbccddeeff",
                  "ce_source", "/feeds/k%C3%BCche%2F1",
                  "ce_type", "io.earwitness.CaptionEvent",
                  "ce_time", "2026-03-01T12:00:00.123456Z",
                  "content-type", "application/avro"));
    }
  }

  private static Map<String, String> headers(ProducerRecord<?, ?> record) {
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return headers;
  }
}
