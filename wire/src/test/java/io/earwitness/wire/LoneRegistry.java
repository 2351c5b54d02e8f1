package io.earwitness.wire;

import org.apache.avro.Schema;

/** A registry that knows one schema, under id 1. */
final class LoneRegistry implements AutoCloseable {
  static final int SCHEMA_ID = 1;
  private final FakeRegistry registry;

  LoneRegistry(EventType<?> type) {
    this(type.schema());
  }

  LoneRegistry(Schema schema) {
    // Members that a reply does not have are passed over, so one body answers every question.
    registry =
        new FakeRegistry()
            .answer(
                200,
                "{\"id\": %d, \"schema\": %s}".formatted(SCHEMA_ID, quoted(schema.toString())));
  }

  RegistryConnection connection() {
    return registry.connection();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public void close() {
    registry.close();
  }
}
