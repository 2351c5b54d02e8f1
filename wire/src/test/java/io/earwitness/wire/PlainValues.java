package io.earwitness.wire;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Events as the foreign client prints them: instants in microseconds, bytes in hex. */
final class PlainValues {
  private PlainValues() {}

  static Object of(Object value) {
    if (value instanceof IndexedRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.put(field.name(), of(record.get(field.pos())));
      }
      return fields;
    }
    if (value instanceof List<?> items) {
      return items.stream().map(PlainValues::of).toList();
    }
    if (value instanceof Instant instant) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
    if (value instanceof LocalTime time) {
      return time.get(ChronoField.MILLI_OF_DAY);
    }
    if (value instanceof ByteBuffer bytes) {
      return HexFormat.of().formatHex(bytes.array());
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }
}
