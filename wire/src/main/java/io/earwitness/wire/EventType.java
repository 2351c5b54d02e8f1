package io.earwitness.wire;

import io.earwitness.events.EventSchemas;
import io.earwitness.wire.mapping.EventMapping;
import java.io.Serializable;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A kind of event: its schema and the way between it and the domain. Immutable and safe for use by
 * several threads.
 *
 * @param <T> the event in the domain
 */
public final class EventType<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String CLOUD_EVENT_PREFIX = "io.earwitness.";

  private final Class<? extends SpecificRecord> recordClass;
  private final EventMapping<T, SpecificRecord> mapping;

  private EventType(
      Class<? extends SpecificRecord> recordClass, EventMapping<T, SpecificRecord> mapping) {
    this.recordClass = recordClass;
    this.mapping = mapping;
  }

  /**
   * @param recordClass generated from the event's schema
   */
  @SuppressWarnings("unchecked") // the mapping is given nothing but records of its own class
  public static <T, A extends SpecificRecord> EventType<T> of(
      Class<A> recordClass, EventMapping<T, A> mapping) {
    return new EventType<>(recordClass, (EventMapping<T, SpecificRecord>) mapping);
  }

  /** The schema's name without its namespace, such as {@code AudioChunk}. */
  public String name() {
    return recordClass.getSimpleName();
  }

  /** What CloudEvents calls the type, such as {@code io.earwitness.AudioChunk}. */
  public String cloudEventType() {
    return CLOUD_EVENT_PREFIX + name();
  }

  /** The schema as it is published. */
  public Schema schema() {
    return EventSchemas.of(recordClass);
  }

  /** The subject of the values of {@code topic}, by the registry's TopicNameStrategy. */
  public String subject(String topic) {
    return topic + "-value";
  }

  /** The schema that the generated class wants to read and write. */
  Schema recordSchema() {
    return SpecificData.get().getSchema(recordClass);
  }

  /** Finds the generated classes by the class loader that they came with. */
  SpecificData avroData() {
    SpecificData data = new SpecificData(recordClass.getClassLoader());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    return data;
  }

  EventMapping<T, SpecificRecord> mapping() {
    return mapping;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventType<?> that && recordClass.equals(that.recordClass);
  }

  @Override
  public int hashCode() {
    return Objects.hash(recordClass);
  }

  @Override
  public String toString() {
    return name();
  }
}
