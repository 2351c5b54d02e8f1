package io.earwitness.wire;

import io.earwitness.captioner.event.DeadLetter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Schema Registry, through Confluent's client. Waits while the registry is away; only what it
 * says is taken for its word. Safe for use by several threads.
 */
public final class SchemaRegistry implements SchemaStore {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
  private static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private final RegistryConnection connection;
  private final RestService rest;
  private final RegistryPatience patience;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private SchemaRegistry(RegistryConnection connection) {
    this.connection = connection;
    this.rest = RegistryClients.open(connection);
    this.patience = new RegistryPatience(connection);
  }

  /** Opens a client. Asks nothing yet. */
  public static SchemaRegistry open(RegistryConnection connection) {
    return new SchemaRegistry(connection);
  }

  /**
   * Asks once whether the registry is there, without waiting for it.
   *
   * @throws RegistryException with a sentence that names the address, if it is not, or refuses
   */
  public void verify() {
    try {
      rest.getAllSubjects();
    } catch (IOException e) {
      throw new RegistryException(
          "No Schema Registry answers at %s: %s."
              .formatted(String.join(", ", connection.urls()), e.getMessage()),
          e);
    } catch (RestClientException e) {
      throw patience.refusal("listing its subjects", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Has the registry hold all versions of the subject to full transitive compatibility.
   */
  @Override
  public int register(String subject, Schema schema) {
    String doing = "registering a schema under " + subject;
    boolean guarded = guard(subject);
    int id = patience.ask(doing, () -> rest.registerSchema(schema.toString(), subject));
    if (!guarded) {
      guard(subject);
    }
    return id;
  }

  /** Returns whether there is nothing more to set: some know no setting of a subject to come. */
  private boolean guard(String subject) {
    String doing = "setting the compatibility of " + subject;
    try {
      return patience
          .askFor(doing, () -> rest.updateCompatibility(COMPATIBILITY, subject))
          .isPresent();
    } catch (RegistryException e) {
      // Whoever runs the registry may keep this to themselves; what they set then holds.
      LOG.warn("{} Its own compatibility setting holds.", e.getMessage());
      return true;
    }
  }

  @Override
  public Schema schema(int id) throws UnreadableEventException {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    Optional<String> text =
        patience.askFor("looking up schema " + id, () -> rest.getId(id).getSchemaString());
    Schema found =
        new Schema.Parser()
            .parse(
                text.orElseThrow(
                    () ->
                        new UnreadableEventException(
                            DeadLetter.Reason.UNKNOWN_SCHEMA,
                            "The registry at %s has no schema %d."
                                .formatted(connection.urls().get(0), id))));
    schemas.put(id, found);
    return found;
  }

  @Override
  public void close() {
    try {
      rest.close();
    } catch (IOException e) {
      throw new RegistryException("The registry's client did not close.", e);
    }
  }
}
