package io.earwitness.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every schema must keep to, so that any later version can go with it. */
class SchemaRulesTest {
  @SuppressWarnings("unused") // by the tests' name of it
  static final List<Class<? extends SpecificRecord>> EVENTS = EventSchemas.ALL;

  @ParameterizedTest
  @FieldSource("EVENTS")
  void explainsEveryRecordFieldAndEnum(Class<? extends SpecificRecord> event) {
    for (Schema type : namedTypes(event)) {
      assertThat(type.getDoc()).as(type.getFullName()).isNotBlank();
      if (type.getType() == Schema.Type.RECORD) {
        assertThat(type.getFields())
            .as(type.getFullName())
            .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
      }
    }
  }

  @ParameterizedTest
  @FieldSource("EVENTS")
  void givesEveryFieldAndEnumADefault(Class<? extends SpecificRecord> event) {
    for (Schema type : namedTypes(event)) {
      if (type.getType() == Schema.Type.RECORD) {
        assertThat(type.getFields())
            .as(type.getFullName())
            .allSatisfy(field -> assertThat(field.hasDefaultValue()).as(field.name()).isTrue());
      } else {
        assertThat(type.getEnumDefault()).as(type.getFullName()).isEqualTo("UNKNOWN");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("EVENTS")
  void usesUnionsForNullableFieldsOnly(Class<? extends SpecificRecord> event) {
    for (Schema type : namedTypes(event)) {
      if (type.getType() == Schema.Type.RECORD) {
        assertThat(type.getFields())
            .filteredOn(field -> field.schema().isUnion())
            .allSatisfy(
                field -> {
                  assertThat(field.schema().getTypes()).as(field.name()).hasSize(2);
                  assertThat(field.schema().getTypes().get(0).getType())
                      .as(field.name())
                      .isEqualTo(Schema.Type.NULL);
                });
      }
    }
  }

  @ParameterizedTest
  @FieldSource("EVENTS")
  void publishesNothingOfTheJavaClasses(Class<? extends SpecificRecord> event) {
    assertThat(EventSchemas.of(event).toString()).doesNotContain("avro.java", "java-class");
  }

  private static Iterable<Schema> namedTypes(Class<? extends SpecificRecord> event) {
    Map<String, Schema> found = new LinkedHashMap<>();
    collect(EventSchemas.of(event), found);
    return found.values();
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        found.put(schema.getFullName(), schema);
        schema.getFields().forEach(field -> collect(field.schema(), found));
      }
      case ENUM -> found.put(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(type -> collect(type, found));
      default -> {}
    }
  }
}
