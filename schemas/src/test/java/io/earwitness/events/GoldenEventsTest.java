package io.earwitness.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every released version goes with today's schemas, both ways, and its events still read. */
class GoldenEventsTest {
  static Stream<Arguments> releasedEvents() {
    return GoldenVersion.all().stream()
        .flatMap(version -> version.events().stream().map(event -> Arguments.of(version, event)));
  }

  @Test
  void holdsEveryEventOfTheFirstVersion() {
    assertThat(GoldenVersion.named("v1").events())
        .containsExactlyInAnyOrderElementsOf(
            EventSchemas.ALL.stream().map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @MethodSource("releasedEvents")
  void goesWithTodaysSchemaBothWays(GoldenVersion version, String event) throws Exception {
    Schema released = version.schema(event);
    Schema today = EventSchemas.of(classOf(event));
    assertCompatible(today, released);
    assertCompatible(released, today);
  }

  @ParameterizedTest
  @MethodSource("releasedEvents")
  void holdsTheBytesOfItsJson(GoldenVersion version, String event) throws Exception {
    Schema released = version.schema(event);
    assertThat(AvroCodecs.toJson(AvroCodecs.fromBinary(version.bytes(event), released, released)))
        .isEqualTo(version.json(event));
  }

  @ParameterizedTest
  @MethodSource("releasedEvents")
  void readsAsTodaysEventWithTheSameContent(GoldenVersion version, String event) throws Exception {
    Schema released = version.schema(event);
    Schema today = EventSchemas.of(classOf(event));
    assertThat(AvroCodecs.fromBinary(version.bytes(event), released, today))
        .isEqualTo(AvroCodecs.fromJson(version.json(event), released, today));
  }

  @ParameterizedTest
  @MethodSource("releasedEvents")
  void readsIntoTodaysClass(GoldenVersion version, String event) throws Exception {
    Class<? extends SpecificRecord> type = classOf(event);
    Schema released = version.schema(event);
    SpecificRecord read =
        new SpecificDatumReader<SpecificRecord>(
                released, type.getDeclaredConstructor().newInstance().getSchema())
            .read(null, DecoderFactory.get().binaryDecoder(version.bytes(event), null));
    assertThat(read).isInstanceOf(type);
    assertThat(AvroCodecs.toBinary(read))
        .isEqualTo(
            AvroCodecs.toBinary(
                AvroCodecs.fromJson(version.json(event), released, EventSchemas.of(type))));
  }

  private static Class<? extends SpecificRecord> classOf(String event) {
    return EventSchemas.ALL.stream()
        .filter(type -> type.getSimpleName().equals(event))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the event " + event + " is gone"));
  }

  private static void assertCompatible(Schema reader, Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility verdict =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(verdict.getType())
        .as(verdict.getResult().getIncompatibilities().toString())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }
}
