package io.earwitness.wire;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;

/**
 * Walks over an event's bytes without keeping any of them. Avro's own readers allocate what a
 * length in the bytes asks for before they look whether it is there: a few broken bytes could ask
 * for gigabytes.
 */
final class DatumOutline {
  private final Decoder decoder;
  private final long mostBytes;

  private DatumOutline(Decoder decoder, long mostBytes) {
    this.decoder = decoder;
    this.mostBytes = mostBytes;
  }

  /**
   * Moves {@code decoder} behind one datum.
   *
   * @param mostBytes no part of the datum can be longer
   * @throws IOException if the bytes end too early or hold an impossible length or index
   */
  static void follow(Schema schema, Decoder decoder, long mostBytes) throws IOException {
    new DatumOutline(decoder, mostBytes).follow(schema);
  }

  private void follow(Schema schema) throws IOException {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          follow(field.schema());
        }
      }
      case UNION ->
          follow(schema.getTypes().get(within(decoder.readIndex(), schema.getTypes().size())));
      case ENUM -> within(decoder.readEnum(), schema.getEnumSymbols().size());
      case ARRAY -> followItems(decoder.readArrayStart(), schema.getElementType());
      case MAP -> followEntries(decoder.readMapStart(), schema.getValueType());
      case STRING, BYTES -> decoder.skipFixed((int) length());
      case FIXED -> decoder.skipFixed(schema.getFixedSize());
      case INT -> decoder.readInt();
      case LONG -> decoder.readLong();
      case FLOAT -> decoder.skipFixed(Float.BYTES);
      case DOUBLE -> decoder.skipFixed(Double.BYTES);
      case BOOLEAN -> decoder.readBoolean();
      case NULL -> decoder.readNull();
    }
  }

  private void followItems(long firstBlock, Schema item) throws IOException {
    for (long block = firstBlock; block > 0; block = decoder.arrayNext()) {
      checkCount(block);
      for (long i = 0; i < block; i++) {
        follow(item);
      }
    }
  }

  private void followEntries(long firstBlock, Schema value) throws IOException {
    for (long block = firstBlock; block > 0; block = decoder.mapNext()) {
      checkCount(block);
      for (long i = 0; i < block; i++) {
        decoder.skipFixed((int) length());
        follow(value);
      }
    }
  }

  private long length() throws IOException {
    long length = decoder.readLong();
    if (length < 0 || length > mostBytes) {
      throw new MalformedDatumException(
          "a text or payload in it would have %d bytes".formatted(length));
    }
    return length;
  }

  private void checkCount(long count) throws IOException {
    if (count > mostBytes) {
      throw new MalformedDatumException("a list in it would have %d items".formatted(count));
    }
  }

  private static int within(int index, int size) throws IOException {
    if (index < 0 || index >= size) {
      throw new MalformedDatumException("choice %d of %d in it".formatted(index, size));
    }
    return index;
  }
}
