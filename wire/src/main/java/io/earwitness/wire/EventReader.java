package io.earwitness.wire;

import static io.earwitness.captioner.event.DeadLetter.Reason.UNREADABLE_BYTES;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads events of one type from the Confluent wire format: a zero byte, the schema's id in four
 * bytes, big-endian, and the event in Avro binary.
 *
 * <p>For one thread at a time. Not serializable: open it where it is used.
 */
public final class EventReader<T> implements AutoCloseable {
  private final EventType<T> type;
  private final SchemaStore schemas;
  private final Map<Integer, VersionReader> versions = new HashMap<>();

  private EventReader(EventType<T> type, SchemaStore schemas) {
    this.type = type;
    this.schemas = schemas;
  }

  /** Opens a reader. Asks the registry nothing before the first event. */
  public static <T> EventReader<T> open(EventType<T> type, RegistryConnection registry) {
    return open(type, SchemaRegistry.open(registry));
  }

  /** Opens a reader with schemas that it closes with itself. */
  public static <T> EventReader<T> open(EventType<T> type, SchemaStore schemas) {
    return new EventReader<>(type, schemas);
  }

  /**
   * Reads one event, in whatever version of the schema it was written.
   *
   * <p>Waits for as long as the registry is away. A large payload is copied once.
   *
   * @param bytes a record's value, or {@code null} for a record without one
   * @throws UnreadableEventException if the bytes are not such an event, or the registry confirms
   *     that it does not know their schema
   * @throws RegistryException if the registry refuses to answer, or the thread is interrupted
   */
  public T read(byte[] bytes) throws UnreadableEventException {
    if (bytes == null) {
      throw new UnreadableEventException(
          UNREADABLE_BYTES, "A record without a value is no %s.".formatted(type));
    }
    VersionReader version = versionOf(WireFormat.schemaId(bytes));
    return type.mapping().toDomain(version.read(bytes));
  }

  private VersionReader versionOf(int schemaId) throws UnreadableEventException {
    VersionReader known = versions.get(schemaId);
    if (known != null) {
      return known;
    }
    VersionReader found = VersionReader.of(type, schemaId, schemas.schema(schemaId));
    versions.put(schemaId, found);
    return found;
  }

  @Override
  public void close() {
    schemas.close();
  }
}
