package io.earwitness.captioner.audio;

import java.time.Instant;
import java.util.Map;

/**
 * About a second of one feed, as it travels on {@code audio.chunks}.
 *
 * <p>{@code firstSample} and {@code sampleCount}, not the clock, say what is missing. The payload
 * is held by reference and must not be changed.
 *
 * @param feedId names the feed; the record key on the topic
 * @param sessionId an unbroken recording of the feed; a change of rate or channels starts a new one
 * @param firstSample index of the first sample within the session, from 0
 * @param sampleCount samples per channel; 0 only with {@code endOfSession}
 * @param eventTime when the first sample was heard
 * @param payload {@code sampleCount} samples per channel in {@code encoding}
 * @param endOfSession nothing follows in this session
 * @param attributes free-form notes of the source
 */
public record AudioChunk(
    String feedId,
    String sessionId,
    long firstSample,
    int sampleCount,
    Instant eventTime,
    AudioFormat format,
    ChunkEncoding encoding,
    byte[] payload,
    boolean endOfSession,
    Map<String, String> attributes) {

  public AudioChunk {
    attributes = Map.copyOf(attributes);
  }

  /** Index of the first sample after this chunk. */
  public long endSample() {
    return firstSample + sampleCount;
  }
}
