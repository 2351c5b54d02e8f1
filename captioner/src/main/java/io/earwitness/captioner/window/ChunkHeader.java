package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import java.time.Instant;

/**
 * A chunk without its payload: all that window assembly looks at.
 *
 * @param eventTime when the first sample was heard
 */
public record ChunkHeader(
    String sessionId,
    long firstSample,
    int sampleCount,
    Instant eventTime,
    AudioFormat format,
    boolean endOfSession) {

  /** The header of {@code chunk}. */
  public static ChunkHeader of(AudioChunk chunk) {
    return new ChunkHeader(
        chunk.sessionId(),
        chunk.firstSample(),
        chunk.sampleCount(),
        chunk.eventTime(),
        chunk.format(),
        chunk.endOfSession());
  }

  /** Index of the first sample after this chunk. */
  public long endSample() {
    return firstSample + sampleCount;
  }
}
