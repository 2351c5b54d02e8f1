package io.earwitness.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes events of one type for one topic in the Confluent wire format. Registers the schema with
 * the first event.
 *
 * <p>For one thread at a time. Not serializable: open it where it is used.
 */
public final class EventWriter<T> implements AutoCloseable {
  private final EventType<T> type;
  private final String topic;
  private final SchemaStore schemas;
  private final SpecificDatumWriter<SpecificRecord> writer;
  private BinaryEncoder encoder;
  private Integer schemaId;

  private EventWriter(EventType<T> type, String topic, SchemaStore schemas) {
    this.type = type;
    this.topic = topic;
    this.schemas = schemas;
    this.writer = new SpecificDatumWriter<>(type.recordSchema(), type.avroData());
  }

  /** Opens a writer. Asks the registry nothing before the first event. */
  public static <T> EventWriter<T> open(
      EventType<T> type, String topic, RegistryConnection registry) {
    return open(type, topic, SchemaRegistry.open(registry));
  }

  /** Opens a writer with schemas that it closes with itself. */
  public static <T> EventWriter<T> open(EventType<T> type, String topic, SchemaStore schemas) {
    return new EventWriter<>(type, topic, schemas);
  }

  /**
   * The event as a record's value. A large payload is copied once.
   *
   * <p>The first call waits for as long as the registry is away.
   *
   * @throws IncompatibleSchemaException if the registry holds a version that this one does not go
   *     with
   * @throws RegistryException if the registry refuses to answer, or the thread is interrupted
   */
  public byte[] write(T event) {
    if (schemaId == null) {
      schemaId = schemas.register(type.subject(topic), type.schema());
    }
    SpecificRecord datum = type.mapping().toAvro(event);
    ExactOutput output = new ExactOutput();
    encode(datum, output);
    ByteBuffer framed = output.allocate(WireFormat.PREFIX_BYTES);
    WireFormat.putPrefix(framed, schemaId);
    encode(datum, output);
    return framed.array();
  }

  /**
   * The event as a record with key and headers, ready to be sent. Waits and throws as {@link
   * #write}.
   */
  public ProducerRecord<byte[], byte[]> record(T event) {
    byte[] key = type.mapping().key(event);
    return new ProducerRecord<>(
        topic, null, null, key, write(event), CloudEventHeaders.of(type, event));
  }

  private void encode(SpecificRecord datum, ExactOutput output) {
    try {
      encoder = EncoderFactory.get().directBinaryEncoder(output, encoder);
      writer.write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  @Override
  public void close() {
    schemas.close();
  }
}
