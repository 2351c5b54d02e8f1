package io.earwitness.media;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the sound of a live input as it comes, at the input's own rate and channels. For one
 * thread, but for {@link #stop}.
 */
public final class StreamReader implements AutoCloseable {
  private final StreamInput input;
  private final Interrupter interrupter;
  private final Demuxer demuxer;
  private final AudioStream stream;
  private final AudioFormat format;
  private Block first;

  /**
   * A stretch of sound.
   *
   * @param samples interleaved, nominally −1 to 1
   * @param timestampMicros when it is to be heard by the input's own clock, where it says so
   */
  public record Block(float[] samples, OptionalLong timestampMicros) {}

  /** What may end a reader that waits; made before the reader, so that opening can be ended too. */
  public static final class Stop {
    private final Interrupter interrupter = new Interrupter();

    /** Ends opening and reading soon, from any thread. */
    public void stop() {
      interrupter.stop();
    }

    public boolean stopped() {
      return interrupter.stopped();
    }
  }

  /**
   * Opens an input and waits for its first sound.
   *
   * @throws MediaException if there is no such input, or it brings no audio that can be read; the
   *     message never holds the address
   * @throws StalledException if nothing comes in time
   */
  public static StreamReader open(StreamInput input, Stop stop) throws MediaException {
    return open(input, stop, Optional.empty());
  }

  /**
   * As {@link #open(StreamInput, Stop)}.
   *
   * @param rate what the sound is resampled to; its own where it is empty
   */
  public static StreamReader open(StreamInput input, Stop stop, Optional<SampleRate> rate)
      throws MediaException {
    Interrupter interrupter = stop.interrupter;
    interrupter.begin();
    interrupter.enter(input.openPatience());
    try {
      return new StreamReader(input, interrupter, rate);
    } catch (StalledException | FormatChangedException e) {
      throw e;
    } catch (MediaException e) {
      throw interrupter.late()
          ? new StalledException(
              "nothing came within %d s".formatted(input.openPatience().toSeconds()), e)
          : e;
    } catch (IllegalArgumentException e) {
      throw new MediaException(e.getMessage(), e);
    } finally {
      interrupter.leave();
    }
  }

  private StreamReader(StreamInput input, Interrupter interrupter, Optional<SampleRate> rate)
      throws MediaException {
    this.input = input;
    this.interrupter = interrupter;
    this.demuxer = Demuxer.ofStream(input, interrupter);
    this.stream = new AudioStream(demuxer, rate.stream().mapToInt(SampleRate::hertz).findFirst());
    try {
      float[] samples = firstSound();
      if (samples == null) {
        throw new MediaException("none of its audio can be decoded");
      }
      this.first = new Block(samples, stream.timestampMicros());
      this.format = new AudioFormat(new SampleRate(stream.rateHertz()), stream.channels());
    } catch (MediaException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** A resampler may hold back all of a short first frame. */
  private float[] firstSound() throws MediaException {
    float[] samples = stream.next();
    while (samples != null && samples.length == 0) {
      samples = stream.next();
    }
    return samples;
  }

  public AudioFormat format() {
    return format;
  }

  /** What it is, in a few words: container and codec. */
  public String description() {
    return demuxer.description();
  }

  /** How long the input says that it is; a live one does not. */
  public Optional<Duration> promised() {
    return demuxer.promised();
  }

  /**
   * Waits for the next sound.
   *
   * @return nothing at the input's end
   * @throws StalledException if nothing comes in time
   * @throws FormatChangedException if the rate or the channels change
   * @throws MediaException if the input can't be read on
   */
  public Optional<Block> next() throws MediaException {
    if (first != null) {
      Block block = first;
      first = null;
      return Optional.of(block);
    }
    interrupter.enter(input.readPatience());
    try {
      float[] samples = stream.next();
      if (samples == null && interrupter.late()) {
        throw stalled(null);
      }
      return Optional.ofNullable(samples).map(heard -> new Block(heard, stream.timestampMicros()));
    } catch (FormatChangedException e) {
      throw e;
    } catch (MediaException e) {
      throw interrupter.late() ? stalled(e) : e;
    } finally {
      interrupter.leave();
    }
  }

  private StalledException stalled(MediaException cause) {
    return new StalledException(
        "nothing came for %d s".formatted(input.readPatience().toSeconds()), cause);
  }

  /** Damaged packets that were left out so far. */
  public long damagedPackets() {
    return stream.damagedPackets();
  }

  @Override
  public void close() {
    interrupter.enter(input.readPatience());
    try {
      stream.close();
    } finally {
      interrupter.leave();
    }
  }
}
