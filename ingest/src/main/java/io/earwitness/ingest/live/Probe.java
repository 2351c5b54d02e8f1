package io.earwitness.ingest.live;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.Level;
import io.earwitness.media.MediaException;
import io.earwitness.media.StreamInput;
import io.earwitness.media.StreamReader;
import io.earwitness.media.StreamReader.Block;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Listens to a source for a moment. */
public final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Probe() {}

  /**
   * What was heard.
   *
   * @param description container and codec
   * @param sound how much of it
   * @param took how long that took
   */
  public record Heard(
      String description, AudioFormat format, Duration sound, Duration took, Level level) {}

  /**
   * Listens.
   *
   * @param limit how much sound to wait for
   * @throws MediaException if the source can't be opened or holds no sound; without its address
   */
  public static Heard listen(SourceAddress source, Duration limit) throws MediaException {
    if (source.kind() == SourceAddress.Kind.DEMO) {
      throw new MediaException("the built-in scene needs no probing");
    }
    long began = System.nanoTime();
    try (StreamReader reader = StreamReader.open(input(source), new StreamReader.Stop())) {
      AudioFormat format = reader.format();
      long wanted = format.rate().samplesIn(limit);
      long frames = 0;
      double energy = 0;
      double peak = Level.FLOOR_DBFS;
      Optional<Block> block = reader.next();
      while (block.isPresent()) {
        float[] samples = block.get().samples();
        int count = samples.length / format.channels();
        Level level = Level.of(samples);
        energy += Math.pow(10, level.rmsDbfs() / 10) * count;
        peak = Math.max(peak, level.peakDbfs());
        frames += count;
        block = frames < wanted ? reader.next() : Optional.empty();
      }
      double rms = Math.max(Level.FLOOR_DBFS, 10 * Math.log10(energy / Math.max(1, frames)));
      return new Heard(
          reader.description(),
          format,
          format.rate().durationOf(frames),
          Duration.ofNanos(System.nanoTime() - began),
          new Level(rms, peak));
    }
  }

  private static StreamInput input(SourceAddress source) {
    return source.kind() == SourceAddress.Kind.FILE
        ? new StreamInput(
            "file:" + source.path().toAbsolutePath(), "", Map.of(), PATIENCE, PATIENCE)
        : source.input(PATIENCE);
  }
}
