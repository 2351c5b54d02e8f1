package io.earwitness.events;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the golden files of a new version of the schemas: run it with the version's name, such as
 * {@code v2}, in this module's folder. It never touches files that are there.
 */
public final class GoldenWriter {
  private GoldenWriter() {}

  public static void main(String[] args) throws IOException {
    GoldenVersion version = GoldenVersion.named(args[0]);
    if (Files.exists(version.folder())) {
      throw new IllegalStateException(version.folder() + " is there: golden files never change");
    }
    Files.createDirectories(version.folder());
    for (Class<? extends SpecificRecord> event : EventSchemas.ALL) {
      write(version, event.getSimpleName(), EventSchemas.of(event));
    }
  }

  private static void write(GoldenVersion version, String event, Schema schema) throws IOException {
    GenericRecord sample = TellingValues.of(schema);
    Files.writeString(version.schemaFile(event), schema.toString(true) + "\n");
    Files.write(version.bytesFile(event), AvroCodecs.toBinary(sample));
    Files.writeString(version.jsonFile(event), AvroCodecs.toJson(sample));
  }
}
