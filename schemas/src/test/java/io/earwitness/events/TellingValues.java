package io.earwitness.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Makes an event with a value of its own in every field, none of them the default, so that mixed-up
 * or lost fields show.
 */
final class TellingValues {
  private int next = 1;

  static GenericData.Record of(Schema schema) {
    return new TellingValues().record(schema);
  }

  private GenericData.Record record(Schema schema) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.name(), field.schema()));
    }
    return record;
  }

  private Object value(String name, Schema schema) {
    int number = next++;
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case STRING -> name + " " + number + " ä";
      case BYTES -> ByteBuffer.wrap((name + number).getBytes(StandardCharsets.UTF_8));
      case INT -> number;
      case LONG -> 1_000_000_000_000L + number;
      case FLOAT -> number + 0.5f;
      case DOUBLE -> number + 0.25;
      case BOOLEAN -> true;
      case ENUM -> new GenericData.EnumSymbol(schema, lastSymbol(schema));
      case ARRAY ->
          List.of(value(name, schema.getElementType()), value(name, schema.getElementType()));
      case MAP -> Map.of(name + " key", value(name, schema.getValueType()));
      case UNION -> value(name, schema.getTypes().get(1));
      case FIXED, NULL -> throw new IllegalArgumentException(name + " has type " + schema);
    };
  }

  private static String lastSymbol(Schema schema) {
    return schema.getEnumSymbols().get(schema.getEnumSymbols().size() - 1);
  }
}
