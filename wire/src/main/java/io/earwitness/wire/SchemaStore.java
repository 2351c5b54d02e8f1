package io.earwitness.wire;

import org.apache.avro.Schema;

/** Where schemas are kept under ids. Safe for use by several threads. */
public interface SchemaStore extends AutoCloseable {

  /**
   * Keeps a schema as the newest version of the subject, unless it is there.
   *
   * @return the schema's id
   * @throws IncompatibleSchemaException if it does not go with a version that is there
   * @throws RegistryException if the store refuses for another reason
   */
  int register(String subject, Schema schema);

  /**
   * The schema of an id.
   *
   * @throws UnreadableEventException if the store confirms that it has none
   * @throws RegistryException if it refuses to say
   */
  Schema schema(int id) throws UnreadableEventException;

  @Override
  void close();
}
