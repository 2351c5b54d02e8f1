package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.media.ChunkEncoder;
import io.earwitness.media.MediaException;
import io.earwitness.media.StreamReader.Block;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One session of a live feed: cuts what comes into chunks, numbers the samples, and leaves numbers
 * out where sound is known to be lost. For one thread.
 */
final class LiveSession {
  /** Timestamps that jump by less are rounding. */
  private static final Duration SMALLEST_JUMP = Duration.ofMillis(150);

  /** Timestamps that jump by more were set anew. */
  private static final Duration LARGEST_JUMP = Duration.ofSeconds(60);

  /** A source that is as late for good has lost sound without saying so. */
  private static final Duration LOSS_LIMIT = Duration.ofSeconds(1);

  private static final double MICROS = 1e6;

  private final String feedId;
  private final String sessionId;
  private final AudioFormat format;
  private final LiveOptions options;
  private final Consumer<AudioChunk> taker;
  private final SourceClock clock;
  private final float[] pending;
  private int pendingFrames;

  /** Index of the first pending sample. */
  private long position;

  /** What the source's own clock should say next; −1 for unknown. */
  private long expectedMicros = -1;

  LiveSession(
      String feedId,
      String sessionId,
      AudioFormat format,
      LiveOptions options,
      Instant begin,
      Consumer<AudioChunk> taker) {
    this.feedId = feedId;
    this.sessionId = sessionId;
    this.format = format;
    this.options = options;
    this.taker = taker;
    this.clock = new SourceClock(format.rate(), begin);
    this.pending =
        new float
            [Math.max(1, (int) format.rate().samplesIn(options.chunkLength())) * format.channels()];
  }

  AudioFormat format() {
    return format;
  }

  /**
   * The source is back after a cut: what it would have sent meanwhile is missing.
   *
   * @param begin when its next sample was heard
   */
  void goOnAt(Instant begin) throws MediaException {
    expectedMicros = -1;
    skip(clock.sampleAt(begin) - (position + pendingFrames));
  }

  /** Takes sound that arrived at a moment. */
  void take(Block block, Instant arrived) throws MediaException {
    if (block.timestampMicros().isPresent()) {
      followTimestamp(block.timestampMicros().getAsLong());
    }
    int frames = block.samples().length / format.channels();
    append(block.samples());
    expectedMicros =
        block.timestampMicros().isPresent()
            ? block.timestampMicros().getAsLong()
                + Math.round(frames * MICROS / format.rate().hertz())
            : -1;
    Duration lost = clock.arrived(position + pendingFrames, arrived, LOSS_LIMIT);
    if (!lost.isZero()) {
      skip(format.rate().samplesIn(lost));
    }
  }

  private void followTimestamp(long micros) throws MediaException {
    Duration jump =
        expectedMicros < 0 ? Duration.ZERO : Duration.ofNanos((micros - expectedMicros) * 1_000);
    if (jump.compareTo(SMALLEST_JUMP) > 0 && jump.compareTo(LARGEST_JUMP) < 0) {
      skip(format.rate().samplesIn(jump));
    }
  }

  /** Numbers that nothing is sent for: the job declares the gap. */
  private void skip(long samples) throws MediaException {
    if (samples > 0) {
      flush();
      position += samples;
    }
  }

  private void append(float[] samples) throws MediaException {
    int taken = 0;
    while (taken < samples.length) {
      int filled = pendingFrames * format.channels();
      int count = Math.min(samples.length - taken, pending.length - filled);
      System.arraycopy(samples, taken, pending, filled, count);
      taken += count;
      pendingFrames += count / format.channels();
      if (pendingFrames * format.channels() == pending.length) {
        flush();
      }
    }
  }

  /** Hands out what is there, be it less than a chunk. */
  void flush() throws MediaException {
    if (pendingFrames == 0) {
      return;
    }
    float[] samples = Arrays.copyOf(pending, pendingFrames * format.channels());
    byte[] payload = ChunkEncoder.encode(format, options.encoding(), samples);
    taker.accept(chunk(pendingFrames, payload, false));
    position += pendingFrames;
    pendingFrames = 0;
  }

  /** Hands out the rest and the mark that nothing follows. */
  void end() throws MediaException {
    flush();
    taker.accept(chunk(0, new byte[0], true));
  }

  private AudioChunk chunk(int frames, byte[] payload, boolean endOfSession) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("clock-drift-ppm", String.format(Locale.ROOT, "%.1f", clock.driftPpm()));
    return new AudioChunk(
        feedId,
        sessionId,
        position,
        frames,
        clock.timeOf(position),
        format,
        options.encoding(),
        payload,
        endOfSession,
        attributes);
  }
}
