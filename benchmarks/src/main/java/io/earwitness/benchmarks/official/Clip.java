package io.earwitness.benchmarks.official;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.media.AudioFileReader;
import io.earwitness.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recording that both sides caption.
 *
 * @param samples {@code float[n]} at {@link #RATE}
 */
record Clip(Path file, float[] samples) {
  /** At which neither side resamples for CLAP, so that both get the same numbers. */
  static final SampleRate RATE = new SampleRate(48_000);

  /**
   * All WAV files of a folder, by name.
   *
   * @throws MediaException if one is not mono at {@link #RATE}
   */
  static List<Clip> readAll(Path folder) throws IOException {
    List<Clip> clips = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".wav")).sorted().toList()) {
        clips.add(new Clip(file.toAbsolutePath(), read(file)));
      }
    }
    if (clips.isEmpty()) {
      throw new IOException(folder + " holds no .wav files");
    }
    return clips;
  }

  private static float[] read(Path file) throws MediaException {
    try (AudioFileReader reader = AudioFileReader.open(file)) {
      if (!reader.format().rate().equals(RATE) || reader.format().channels() != 1) {
        throw new MediaException(
            "%s is %s; both sides can be compared on mono at 48 kHz only"
                .formatted(file, reader.format()));
      }
      return reader.readMono();
    }
  }

  String name() {
    return file.getFileName().toString().replace(".wav", "");
  }

  double seconds() {
    return samples.length / (double) RATE.hertz();
  }
}
