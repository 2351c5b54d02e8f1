package io.earwitness.topology;

import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import org.apache.avro.Schema;

/** Schemas that many use and none of them may close. */
final class SharedSchemas implements SchemaStore {
  private final SchemaStore shared;

  SharedSchemas(SchemaStore shared) {
    this.shared = shared;
  }

  @Override
  public int register(String subject, Schema schema) {
    return shared.register(subject, schema);
  }

  @Override
  public Schema schema(int id) throws UnreadableEventException {
    return shared.schema(id);
  }

  /** Does nothing: a user is done, but others may not be. */
  @Override
  public void close() {}

  void closeShared() {
    shared.close();
  }
}
