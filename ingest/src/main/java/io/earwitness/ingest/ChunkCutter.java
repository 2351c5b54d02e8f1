package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.ChunkEncoder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Cuts a recording into chunks of the same length. For one thread. */
final class ChunkCutter {
  private final Recording recording;
  private final ChunkEncoding encoding;
  private final int chunkSamples;
  private final SampleRate rate;
  private final Position begin;
  private long position;

  /**
   * A place in a session and when it is heard.
   *
   * @param sample index within the session
   */
  record Position(long sample, Instant heardAt) {}

  ChunkCutter(Recording recording, ChunkEncoding encoding, Duration chunkLength, Position begin) {
    this.recording = recording;
    this.encoding = encoding;
    this.rate = recording.source().format().rate();
    this.chunkSamples = (int) Math.max(1, rate.samplesIn(chunkLength));
    this.begin = begin;
  }

  /** Reads past what was played before. */
  void skipToBegin() throws IOException {
    while (position < begin.sample()) {
      int wanted = (int) Math.min(chunkSamples, begin.sample() - position);
      int read = framesOf(recording.source().read(wanted));
      if (read == 0) {
        throw new IOException(
            "The recording of feed %s is shorter than what was played of it: %d of %d samples."
                .formatted(recording.feedId(), position, begin.sample()));
      }
      position += read;
    }
  }

  /** The next chunk, or nothing at the end. */
  Optional<AudioChunk> next() throws IOException {
    float[] samples = recording.source().read(chunkSamples);
    if (samples.length == 0) {
      return Optional.empty();
    }
    int frames = framesOf(samples);
    byte[] payload = ChunkEncoder.encode(recording.source().format(), encoding, samples);
    AudioChunk chunk = chunk(frames, payload, false);
    position += frames;
    return Optional.of(chunk);
  }

  /** The mark that nothing follows. */
  AudioChunk endOfSession() {
    return chunk(0, new byte[0], true);
  }

  private AudioChunk chunk(int frames, byte[] payload, boolean endOfSession) {
    return new AudioChunk(
        recording.feedId(),
        recording.sessionId(),
        position,
        frames,
        begin.heardAt().plus(rate.durationOf(position - begin.sample())),
        recording.source().format(),
        encoding,
        payload,
        endOfSession,
        recording.source().notes(position, position + frames));
  }

  private int framesOf(float[] interleaved) {
    return interleaved.length / recording.source().format().channels();
  }
}
