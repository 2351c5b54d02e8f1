package io.earwitness.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What the logic of the core remembers, as JSON: its records are few and small, and a field that a
 * later version adds or drops doesn't make an older store unreadable.
 */
final class JsonState {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private JsonState() {}

  /** A serde of a record of which every version has had the same fields, or more. */
  static <T> Serde<T> serde(Class<T> type) {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : write(topic, state),
        (topic, bytes) -> bytes == null ? null : read(topic, type, bytes));
  }

  private static byte[] write(String topic, Object state) {
    try {
      return MAPPER.writeValueAsBytes(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("%s: %s can't be written".formatted(topic, state), e);
    }
  }

  private static <T> T read(String topic, Class<T> type, byte[] bytes) {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s holds what is no %s: %s".formatted(topic, type.getSimpleName(), e.getMessage()), e);
    }
  }
}
