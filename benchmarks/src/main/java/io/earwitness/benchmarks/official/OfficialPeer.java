package io.earwitness.benchmarks.official;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** EnCLAP's own code in a Python process that captions a clip a line. For one thread. */
final class OfficialPeer implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  /**
   * What the official code made of a clip.
   *
   * @param codes {@code int64[frames][codebooks]}
   * @param embedding {@code float[embeddingDim]}
   * @param captions of each beam, best first
   * @param scores of each beam
   * @param heardMillis codec and CLAP, resampling included
   * @param totalMillis from the samples to the caption
   */
  record Answer(
      long[][] codes,
      float[] embedding,
      List<String> captions,
      double[] scores,
      double heardMillis,
      double totalMillis) {

    long[] flatCodes() {
      return List.of(codes).stream().flatMapToLong(Arrays::stream).toArray();
    }
  }

  /**
   * Starts it and waits until its models are loaded.
   *
   * @param python of an environment with the official libraries
   * @param script {@code peer.py}
   * @throws IOException if it ends before it is ready
   */
  OfficialPeer(Path python, Path script, Path enclap, Path checkpoint, int threads)
      throws IOException {
    process =
        new ProcessBuilder(
                python.toString(),
                script.toString(),
                "--enclap",
                enclap.toString(),
                "--checkpoint",
                checkpoint.toString(),
                "--threads",
                String.valueOf(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = process.outputWriter(StandardCharsets.UTF_8);
    try {
      line();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  Answer caption(Path clip, int maxLength) throws IOException {
    Map<String, Object> question = Map.of("clip", clip.toString(), "maxLength", maxLength);
    questions.write(JSON.writeValueAsString(question) + "\n");
    questions.flush();
    return JSON.readValue(line(), Answer.class);
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the official code has ended; its messages are above");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
