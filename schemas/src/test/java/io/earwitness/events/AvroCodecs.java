package io.earwitness.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Avro's binary and JSON forms of an event. */
final class AvroCodecs {
  private AvroCodecs() {}

  static byte[] toBinary(GenericRecord event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(event, EncoderFactory.get().directBinaryEncoder(bytes, null));
    return bytes.toByteArray();
  }

  static byte[] toBinary(SpecificRecord event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<SpecificRecord>(event.getSchema()).write(event, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  static String toJson(GenericRecord event) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    write(event, EncoderFactory.get().jsonEncoder(event.getSchema(), text, true));
    return text.toString(StandardCharsets.UTF_8) + "\n";
  }

  static GenericRecord fromBinary(byte[] bytes, Schema written, Schema wanted) throws IOException {
    return read(DecoderFactory.get().binaryDecoder(bytes, null), written, wanted);
  }

  static GenericRecord fromJson(String json, Schema written, Schema wanted) throws IOException {
    return read(DecoderFactory.get().jsonDecoder(written, json), written, wanted);
  }

  private static void write(GenericRecord event, Encoder encoder) throws IOException {
    new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
    encoder.flush();
  }

  private static GenericRecord read(Decoder decoder, Schema written, Schema wanted)
      throws IOException {
    return new GenericDatumReader<GenericRecord>(written, wanted).read(null, decoder);
  }
}
