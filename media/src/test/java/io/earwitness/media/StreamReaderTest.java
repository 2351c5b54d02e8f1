package io.earwitness.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.ChunkEncoding;
import io.earwitness.captioner.audio.SampleRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamReaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"16000, 1", "44100, 2", "8000, 1"})
  void resamplesToTheWantedRateWithoutLosingOrShiftingAnything(int hertz, int channels)
      throws Exception {
    AudioFormat format = Tones.format(hertz, channels);
    byte[] flac = ChunkEncoder.encode(format, ChunkEncoding.FLAC, Tones.sine(format, 3 * hertz));
    Path file = Files.write(folder.resolve("tone.flac"), flac);
    var input = new StreamInput("file:" + file, "", Map.of(), PATIENCE, PATIENCE);
    var wanted = new SampleRate(48_000);
    try (var reader = StreamReader.open(input, new StreamReader.Stop(), Optional.of(wanted))) {
      assertThat(reader.format()).isEqualTo(new AudioFormat(wanted, channels));
      float[] heard = new float[0];
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        float[] samples = block.get().samples();
        int before = heard.length;
        heard = Arrays.copyOf(heard, before + samples.length);
        System.arraycopy(samples, 0, heard, before, samples.length);
      }
      int frames = heard.length / channels;
      assertThat(frames).isCloseTo(3 * 48_000, within(48));
      float[] ideal = Tones.sine(reader.format(), frames);
      int edge = 480 * channels;
      assertThat(
              Tones.distance(
                  Arrays.copyOfRange(heard, edge, heard.length - edge),
                  Arrays.copyOfRange(ideal, edge, ideal.length - edge)))
          .isLessThan(0.01);
    }
  }
}
