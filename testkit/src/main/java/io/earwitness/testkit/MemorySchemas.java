package io.earwitness.testkit;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.UnreadableEventException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;

/** Schemas in this process' memory, for tests that are not about the registry. Takes any schema. */
public final class MemorySchemas implements SchemaStore {
  private final List<Schema> schemas = new CopyOnWriteArrayList<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema);
  }

  @Override
  public Schema schema(int id) throws UnreadableEventException {
    if (id < 0 || id >= schemas.size()) {
      throw new UnreadableEventException(
          DeadLetter.Reason.UNKNOWN_SCHEMA, "There is no schema %d in memory.".formatted(id));
    }
    return schemas.get(id);
  }

  @Override
  public void close() {
    // Memory needs no closing, and the schemas outlive each of their users.
  }
}
