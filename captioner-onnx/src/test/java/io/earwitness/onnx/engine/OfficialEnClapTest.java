package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.onnx.text.BundleTokenizer;
import io.earwitness.onnx.text.TextTower;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An imported bundle against what the official EnCLAP, EnCodec and LAION-CLAP code made of the same
 * tiny checkpoint: a clip that is filled up to 10 s, one with more codes than EnCLAP looks at, and
 * one over 10 s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialEnClapTest {
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private Official official;
  private Bundle bundle;
  private ModelSessions sessions;

  /** The official code's results. */
  record Official(List<Clip> clips, List<Text> texts, List<Decoded> decoded) {}

  record Clip(Noise noise, long[][] codes, float[] embedding, int[] tokens, double score) {}

  /** Seed and length of {@link #samples}. */
  record Noise(long seed, int samples) {}

  record Text(String text, long[] inputIds, float[] embedding) {}

  record Decoded(int[] tokens, String text) {}

  @BeforeAll
  void open() throws IOException, URISyntaxException {
    Path manifest = Path.of(getClass().getResource("/official-tiny-bundle/bundle.json").toURI());
    Path folder = manifest.getParent();
    official = new ObjectMapper().readValue(folder.resolve("golden.json").toFile(), Official.class);
    bundle = Bundle.load(folder);
    RuntimeOptions options = RuntimeOptions.cpu(1);
    sessions = ModelSessions.open(bundle, options, new OrtSessionOpener(options));
  }

  @AfterAll
  void close() {
    sessions.close();
    alarms.shutdownNow();
  }

  @Test
  void codesAreTheOfficialOnes() throws OrtException {
    for (Clip clip : official.clips()) {
      try (RunDeadline deadline = minute();
          AudioFeatures features = listen(clip, deadline)) {
        long[][] codes = ((long[][][]) features.codes().getValue())[0];

        assertThat(codes).hasNumberOfRows(clip.codes().length);
        assertThat(shareOfEqual(codes, clip.codes())).isGreaterThan(0.999); // near ties may differ
      }
    }
  }

  @Test
  void embeddingsAreTheOfficialOnes() throws OrtException {
    for (Clip clip : official.clips()) {
      try (RunDeadline deadline = minute();
          AudioFeatures features = listen(clip, deadline)) {
        assertThat(features.embeddings()[0]).containsExactly(clip.embedding(), within(1e-5f));
      }
    }
  }

  @Test
  void captionsAreTokenByTokenTheOfficialOnes() throws OrtException {
    CaptionDecoder decoder =
        new CaptionDecoder(bundle.manifest(), bundle.manifest().generation().settings());
    for (Clip clip : official.clips()) {
      try (RunDeadline deadline = minute();
          AudioFeatures features = listen(clip, deadline)) {
        TokenSequence best = decoder.decode(sessions, features, 1, deadline).get(0).get(0);

        int[] withoutSpecial = Arrays.copyOfRange(clip.tokens(), 2, clip.tokens().length - 1);
        assertThat(best.tokens()).isEqualTo(withoutSpecial);
        assertThat(best.score()).isCloseTo(clip.score(), within(1e-4));
      }
    }
  }

  @Test
  void textsHaveTheOfficialTokensAndEmbeddings() throws OrtException {
    try (RunDeadline deadline = minute();
        BundleTokenizer tokenizer = BundleTokenizer.load(bundle, bundle.manifest().tokenizer());
        TextTower tower = new TextTower(bundle)) {
      for (Text text : official.texts()) {
        float[][] found =
            tower.embed(sessions.get(GraphName.CLAP_TEXT), List.of(text.text()), deadline);

        assertThat(tokenizer.encode(text.text())).isEqualTo(text.inputIds());
        assertThat(found[0]).containsExactly(text.embedding(), within(1e-5f));
      }
    }
  }

  @Test
  void captionsAreTidiedAsTheOfficialCodeDoes() {
    try (BundleTokenizer tokenizer = BundleTokenizer.load(bundle, bundle.manifest().tokenizer())) {
      for (Decoded caption : official.decoded()) {
        assertThat(tokenizer.decode(caption.tokens())).isEqualTo(caption.text().strip());
      }
    }
  }

  private AudioFeatures listen(Clip clip, RunDeadline deadline) throws OrtException {
    float[] samples = samples(clip.noise());
    AudioWindow window = new AudioWindow("feed", bundle.manifest().audio().sampleRate(), samples);
    PendingWindow pending =
        new PendingWindow(window, samples.length, Effort.FULL, new CompletableFuture<>(), 0);
    try (OnnxTensor waveform = new WaveformBuffer().pack(List.of(pending), samples.length)) {
      return AudioFeatures.of(sessions, new ExactCodec(), List.of(pending), waveform, deadline);
    }
  }

  private RunDeadline minute() throws OrtException {
    return RunDeadline.start(alarms, Duration.ofMinutes(1));
  }

  /** Noise in steps of loudness, from the generator that the checkpoint's test uses in Python. */
  private static float[] samples(Noise noise) {
    float[] samples = new float[noise.samples()];
    long state = noise.seed();
    for (int i = 0; i < samples.length; i++) {
      state = (1_103_515_245 * state + 12_345) % (1L << 31);
      samples[i] = ((state >> 16) - 16_384) / 32_768f * ((i / 4_800 % 7) / 8f);
    }
    return samples;
  }

  private static double shareOfEqual(long[][] found, long[][] expected) {
    long equal = 0;
    for (int frame = 0; frame < expected.length; frame++) {
      for (int book = 0; book < expected[frame].length; book++) {
        equal += found[frame][book] == expected[frame][book] ? 1 : 0;
      }
    }
    return equal / (double) (expected.length * expected[0].length);
  }
}
