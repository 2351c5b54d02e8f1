package io.earwitness.flink.window;

import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.flink.read.IncomingChunk;

/**
 * A chunk's payload as received, kept until no window needs it, and where it came from.
 *
 * @param sampleCount samples per channel
 */
public record KeptChunk(
    int partition, long offset, ChunkEncoding encoding, int sampleCount, byte[] payload) {

  static KeptChunk of(IncomingChunk chunk) {
    return new KeptChunk(
        chunk.shell().partition(),
        chunk.shell().offset(),
        chunk.encoding(),
        chunk.header().sampleCount(),
        chunk.payload());
  }
}
