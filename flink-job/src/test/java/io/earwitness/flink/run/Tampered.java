package io.earwitness.flink.run;

import io.earwitness.events.AudioChunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** Chunks in the wire format with something wrong in them that the domain would not allow. */
final class Tampered {
  private static final int PREFIX = 5;
  private static final SpecificData DATA = data();

  private Tampered() {}

  private static SpecificData data() {
    SpecificData data = new SpecificData();
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    return data;
  }

  /** The same chunk after {@code change}. */
  static byte[] with(byte[] good, Consumer<AudioChunk> change) throws IOException {
    SpecificDatumReader<AudioChunk> reader =
        new SpecificDatumReader<>(AudioChunk.SCHEMA$, AudioChunk.SCHEMA$, DATA);
    AudioChunk chunk =
        reader.read(
            null, DecoderFactory.get().binaryDecoder(good, PREFIX, good.length - PREFIX, null));
    change.accept(chunk);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(good, 0, PREFIX);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<AudioChunk>(AudioChunk.SCHEMA$, DATA).write(chunk, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** The same chunk under another schema id. */
  static byte[] underSchema(byte[] good, int schemaId) {
    byte[] bytes = good.clone();
    ByteBuffer.wrap(bytes).putInt(1, schemaId);
    return bytes;
  }
}
