package io.earwitness.onnx.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.captioner.audio.AudioWindow;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** What plain PyTorch made of the tiny bundle's weights: the yardstick of every stage. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Golden(List<Clip> clips, List<Text> texts) {

  /**
   * @param codes {@code [frames][codebooks]}
   * @param labelScores {@code [labelFrames][labels]}
   * @param beams best first
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Clip(
      String file,
      long[][] codes,
      float[] embedding,
      float[][] labelScores,
      Caption greedy,
      List<Caption> beams) {

    public AudioWindow window(String feed) {
      return new AudioWindow(
          feed, TinyBundle.load().manifest().audio().sampleRate(), samples(file));
    }
  }

  public record Caption(int[] tokens, double logProb, double score, String text) {}

  public record Text(String text, long[] inputIds, float[] embedding) {}

  public static Golden load() {
    try {
      File file = TinyBundle.folder().resolve("golden.json").toFile();
      return new ObjectMapper().readValue(file, Golden.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Samples of one of the bundle's WAV files, which hold 16-bit integers. */
  private static float[] samples(String file) {
    try (AudioInputStream stream =
        AudioSystem.getAudioInputStream(TinyBundle.folder().resolve(file).toFile())) {
      ByteBuffer bytes = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float[] samples = new float[bytes.remaining() / Short.BYTES];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = bytes.getShort() / 32_768f;
      }
      return samples;
    } catch (IOException | UnsupportedAudioFileException e) {
      throw new IllegalStateException(file, e);
    }
  }
}
