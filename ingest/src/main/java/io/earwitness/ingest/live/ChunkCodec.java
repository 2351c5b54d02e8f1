package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Chunks as they wait on disk: only this process's own version reads them again. */
final class ChunkCodec {
  private static final int VERSION = 1;

  private ChunkCodec() {}

  static byte[] write(AudioChunk chunk) throws IOException {
    var bytes = new ByteArrayOutputStream(chunk.payload().length + 256);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(chunk.feedId());
      out.writeUTF(chunk.sessionId());
      out.writeLong(chunk.firstSample());
      out.writeInt(chunk.sampleCount());
      out.writeLong(chunk.eventTime().getEpochSecond());
      out.writeInt(chunk.eventTime().getNano());
      out.writeInt(chunk.format().rate().hertz());
      out.writeInt(chunk.format().channels());
      out.writeUTF(chunk.encoding().name());
      out.writeBoolean(chunk.endOfSession());
      out.writeInt(chunk.attributes().size());
      for (Map.Entry<String, String> attribute : chunk.attributes().entrySet()) {
        out.writeUTF(attribute.getKey());
        out.writeUTF(attribute.getValue());
      }
      out.writeInt(chunk.payload().length);
      out.write(chunk.payload());
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a chunk.
   *
   * @throws IOException if the bytes are of another version, or damaged
   */
  static AudioChunk read(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IOException("a chunk of another version");
      }
      String feedId = in.readUTF();
      String sessionId = in.readUTF();
      long firstSample = in.readLong();
      int sampleCount = in.readInt();
      Instant eventTime = Instant.ofEpochSecond(in.readLong(), in.readInt());
      var format = new AudioFormat(new SampleRate(in.readInt()), in.readInt());
      var encoding = ChunkEncoding.valueOf(in.readUTF());
      boolean endOfSession = in.readBoolean();
      Map<String, String> attributes = new HashMap<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        attributes.put(in.readUTF(), in.readUTF());
      }
      byte[] payload = new byte[in.readInt()];
      in.readFully(payload);
      return new AudioChunk(
          feedId,
          sessionId,
          firstSample,
          sampleCount,
          eventTime,
          format,
          encoding,
          payload,
          endOfSession,
          attributes);
    } catch (IllegalArgumentException | NegativeArraySizeException e) {
      throw new IOException("a damaged chunk: " + e.getMessage(), e);
    }
  }
}
