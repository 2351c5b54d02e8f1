package io.earwitness.testkit;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One session of one feed, with samples that depend on feed, session and index alone: 16-bit PCM in
 * one channel.
 *
 * @param begin event time of the first sample
 * @param samples length of the session
 * @param chunkSamples length of each chunk but the last
 */
public record Recording(
    String feedId,
    String sessionId,
    SampleRate rate,
    Instant begin,
    int samples,
    int chunkSamples) {
  /** When recordings begin that are told nothing else. */
  public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final float FULL_SCALE = 32_768f;

  /** {@code seconds} of sound in chunks of one second. */
  public static Recording ofSeconds(String feedId, int rateHertz, double seconds) {
    return new Recording(
        feedId,
        "session-of-" + feedId,
        new SampleRate(rateHertz),
        BEGIN,
        (int) Math.round(seconds * rateHertz),
        rateHertz);
  }

  public Recording withSession(String session) {
    return new Recording(feedId, session, rate, begin, samples, chunkSamples);
  }

  /** The same, but heard at another time. */
  public Recording beginningAt(Instant time) {
    return new Recording(feedId, sessionId, rate, time, samples, chunkSamples);
  }

  /** All chunks in order; the last one ends the session. */
  public List<AudioChunk> chunks() {
    List<AudioChunk> chunks = new ArrayList<>();
    for (int index = 0; index * chunkSamples < samples; index++) {
      chunks.add(chunk(index));
    }
    return chunks;
  }

  /** The chunk of that number, from 0; for recordings that are too long to be held whole. */
  public AudioChunk chunk(int index) {
    int first = index * chunkSamples;
    return chunk(first, Math.min(chunkSamples, samples - first));
  }

  /** All chunks, but without the mark at the end: a feed that falls silent. */
  public List<AudioChunk> unendedChunks() {
    return chunks().stream().map(Recording::unended).toList();
  }

  private AudioChunk chunk(int first, int count) {
    return new AudioChunk(
        feedId,
        sessionId,
        first,
        count,
        begin.plus(rate.durationOf(first)),
        new AudioFormat(rate, 1),
        ChunkEncoding.PCM_S16LE,
        payload(first, count),
        first + count == samples,
        Map.of());
  }

  private static AudioChunk unended(AudioChunk chunk) {
    return new AudioChunk(
        chunk.feedId(),
        chunk.sessionId(),
        chunk.firstSample(),
        chunk.sampleCount(),
        chunk.eventTime(),
        chunk.format(),
        chunk.encoding(),
        chunk.payload(),
        false,
        chunk.attributes());
  }

  private byte[] payload(int first, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putShort(sample(first + i));
    }
    return bytes.array();
  }

  /** As the pipeline should hear the samples from {@code first} on: {@code float[count]}. */
  public float[] heard(long first, int count) {
    float[] heard = new float[count];
    for (int i = 0; i < count; i++) {
      heard[i] = sample(first + i) / FULL_SCALE;
    }
    return heard;
  }

  /** Looks like noise, so that no two stretches are alike. */
  private short sample(long index) {
    long mixed = (feedId.hashCode() * 31L + sessionId.hashCode()) * 0x9E3779B97F4A7C15L + index;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (short) (mixed >>> 40);
  }
}
