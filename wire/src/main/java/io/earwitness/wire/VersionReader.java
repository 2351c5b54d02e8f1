package io.earwitness.wire;

import static io.earwitness.captioner.event.DeadLetter.Reason.UNREADABLE_BYTES;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Reads events that were written in one version of their schema. For one thread at a time. */
final class VersionReader {
  private final Schema written;
  private final String name;
  private final SpecificDatumReader<SpecificRecord> reader;
  private BinaryDecoder decoder;

  private VersionReader(Schema written, String name, SpecificDatumReader<SpecificRecord> reader) {
    this.written = written;
    this.name = name;
    this.reader = reader;
  }

  /**
   * @param written the schema that the registry holds under {@code schemaId}
   * @throws UnreadableEventException if it is no version of the type's schema
   */
  static VersionReader of(EventType<?> type, int schemaId, Schema written)
      throws UnreadableEventException {
    Schema wanted = type.recordSchema();
    if (SchemaCompatibility.checkReaderWriterCompatibility(wanted, written).getType()
        != SchemaCompatibilityType.COMPATIBLE) {
      throw new UnreadableEventException(
          UNREADABLE_BYTES,
          "Schema %d is that of %s, which can't be read as %s."
              .formatted(schemaId, written.getFullName(), wanted.getFullName()));
    }
    return new VersionReader(
        written,
        "%s of schema %d".formatted(type, schemaId),
        new SpecificDatumReader<>(written, wanted, type.avroData()));
  }

  /**
   * @param bytes the whole value, the wire format's prefix included
   */
  SpecificRecord read(byte[] bytes) throws UnreadableEventException {
    try {
      BinaryDecoder outline = decode(bytes);
      DatumOutline.follow(written, outline, bytes.length);
      if (!outline.isEnd()) {
        throw new MalformedDatumException("bytes are left over behind it");
      }
      return reader.read(null, decode(bytes));
    } catch (IOException | RuntimeException e) {
      // Avro and the conversions throw whatever broken bytes lead them into.
      throw new UnreadableEventException(
          UNREADABLE_BYTES,
          "The %d bytes are no %s: %s.".formatted(bytes.length, name, reason(e)),
          e);
    }
  }

  private BinaryDecoder decode(byte[] bytes) {
    int prefix = WireFormat.PREFIX_BYTES;
    decoder = DecoderFactory.get().binaryDecoder(bytes, prefix, bytes.length - prefix, decoder);
    return decoder;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? "they end too early" : e.getMessage();
  }
}
