package io.earwitness.media;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an audio file of any kind that FFmpeg knows, front to back, as interleaved floats at the
 * file's own rate and channels. For one thread.
 */
public final class AudioFileReader implements AutoCloseable {
  /** A header may count a codec's padding; what is missing beyond that was cut off. */
  private static final Duration PADDING = Duration.ofMillis(250);

  private static final int BLOCK_FRAMES = 1 << 16;

  private final Path file;
  private final AudioStream stream;
  private final AudioFormat format;
  private final Optional<Duration> promised;
  private final Map<String, String> tags;
  private final long missingBytes;
  private float[] block;
  private int blockPosition;
  private long framesRead;

  /**
   * @throws MediaException if the file is missing, unreadable, holds no audio or nothing decodable
   */
  public static AudioFileReader open(Path file) throws MediaException {
    if (!Files.isRegularFile(file)) {
      throw new MediaException(
          Files.exists(file)
              ? "%s is not a file.".formatted(file)
              : "There is no file %s.".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new MediaException("The file %s may not be read.".formatted(file));
    }
    try {
      return new AudioFileReader(file);
    } catch (IOException | IllegalArgumentException e) {
      throw about(file, e);
    }
  }

  private AudioFileReader(Path file) throws IOException {
    this.file = file;
    this.missingBytes = RiffHeader.missingBytes(file);
    Demuxer demuxer = Demuxer.ofFile(file);
    this.promised = demuxer.promised();
    this.tags = demuxer.tags();
    this.stream = new AudioStream(demuxer);
    try {
      this.block = stream.next();
      if (block == null) {
        throw new MediaException("none of its audio can be decoded");
      }
      this.format = new AudioFormat(new SampleRate(stream.rateHertz()), stream.channels());
    } catch (MediaException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  public AudioFormat format() {
    return format;
  }

  /** How long the file says that it is, where it says so. */
  public Optional<Duration> promised() {
    return promised;
  }

  /** What the file says of itself: {@code creation_time}, {@code title}, …; names in lower case. */
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Reads up to {@code frames} samples per channel; fewer come only at the end.
   *
   * @return {@code float[read * channels]}, interleaved; empty at the end
   * @throws MediaException if the file can't be read on, or changes its rate or channels midway
   */
  public float[] read(int frames) throws MediaException {
    int wanted = frames * format.channels();
    float[] samples = new float[wanted];
    int filled = 0;
    while (filled < wanted && ensureBlock()) {
      int count = Math.min(wanted - filled, block.length - blockPosition);
      System.arraycopy(block, blockPosition, samples, filled, count);
      blockPosition += count;
      filled += count;
    }
    framesRead += filled / format.channels();
    return filled == wanted ? samples : java.util.Arrays.copyOf(samples, filled);
  }

  /**
   * Reads everything that is left, into memory.
   *
   * @return {@code float[frames]}, the mean of the channels
   * @throws MediaException as {@link #read} does
   */
  public float[] readMono() throws MediaException {
    List<float[]> blocks = new ArrayList<>();
    int total = 0;
    for (float[] read = read(BLOCK_FRAMES); read.length > 0; read = read(BLOCK_FRAMES)) {
      float[] mono = Channels.toMono(read, format.channels());
      blocks.add(mono);
      total = Math.addExact(total, mono.length);
    }
    FloatBuffer all = FloatBuffer.allocate(total);
    blocks.forEach(all::put);
    return all.array();
  }

  private boolean ensureBlock() throws MediaException {
    try {
      while (block != null && blockPosition == block.length) {
        block = stream.next();
        blockPosition = 0;
      }
    } catch (MediaException e) {
      throw about(file, e);
    }
    return block != null;
  }

  /**
   * What is wrong with a file that was read to its end, in one sentence: it was cut off, or parts
   * of it were damaged and left out.
   */
  public Optional<String> flaw() {
    if (missingBytes > 0) {
      return Optional.of(
          "%s ends early: its header promises %d bytes more.".formatted(file, missingBytes));
    }
    Duration held = format.rate().durationOf(framesRead);
    if (promised.isPresent() && promised.get().minus(PADDING).compareTo(held) > 0) {
      return Optional.of(
          "%s ends early: it promises %.1f s of audio and holds %.1f s."
              .formatted(file, promised.get().toMillis() / 1e3, held.toMillis() / 1e3));
    }
    if (stream.damagedPackets() > 0) {
      return Optional.of(
          "%s has %d damaged places, which were left out."
              .formatted(file, stream.damagedPackets()));
    }
    return Optional.empty();
  }

  private static MediaException about(Path file, Exception e) {
    return new MediaException("%s: %s.".formatted(file, e.getMessage()), e);
  }

  @Override
  public void close() {
    stream.close();
  }
}
