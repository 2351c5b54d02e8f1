package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.Golden;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.onnx.text.TextEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxCaptionerTest extends CaptionerContract {
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults()
          .withRuntime(RuntimeOptions.cpu(1))
          .withBatch(4, Duration.ofMillis(10));

  @Override
  Captioner open() {
    return load(OPTIONS);
  }

  @Test
  void captionsAsPyTorchDoes() {
    try (OnnxCaptioner captioner = load(OPTIONS)) {
      for (Golden.Clip clip : Golden.load().clips()) {
        Captioning captioning = captioner.caption(clip.window("feed")).join();

        assertThat(captioning.hypotheses())
            .extracting(Hypothesis::text)
            .isEqualTo(clip.beams().stream().map(beam -> beam.text().strip()).toList());
        Golden.Caption best = clip.beams().get(0);
        assertThat(captioning.confidence())
            .isCloseTo(Math.exp(best.logProb() / (best.tokens().length - 1)), within(1e-4));
        assertThat(captioning.embedding()).containsExactly(clip.embedding(), within(1e-5f));
      }
    }
  }

  @Test
  void agreementIsTheCosineOfCaptionAndSound() {
    try (OnnxCaptioner captioner = load(OPTIONS)) {
      TextEmbedder texts = captioner.textEmbedder().orElseThrow();

      Captioning captioning = captioner.caption(Windows.sound("feed", 7)).join();

      float[] text = texts.embed(List.of(captioning.text())).get(0);
      assertThat(captioning.clapAgreement().orElseThrow())
          .isCloseTo(Cosine.of(text, captioning.embedding()), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void aBatchDoesNotChangeAWindow(int size) {
    List<Captioning> alone = new ArrayList<>();
    try (OnnxCaptioner captioner = load(OPTIONS.withBatch(1, Duration.ZERO))) {
      for (int i = 0; i < size; i++) {
        alone.add(captioner.caption(Windows.sound("feed", i)).join());
      }
    }
    try (OnnxCaptioner captioner = load(OPTIONS.withBatch(size, Duration.ofHours(1)))) {
      List<CompletableFuture<Captioning>> futures = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        futures.add(captioner.caption(Windows.sound("feed" + i, i)));
      }
      for (int i = 0; i < size; i++) {
        requireSame(futures.get(i).join(), alone.get(i), size);
      }
    }
  }

  private static void requireSame(Captioning together, Captioning alone, int size) {
    assertThat(together.batchSize()).isEqualTo(size);
    assertThat(alone.batchSize()).isEqualTo(1);
    assertThat(together.hypotheses()).hasSameSizeAs(alone.hypotheses());
    for (int i = 0; i < alone.hypotheses().size(); i++) {
      Hypothesis expected = alone.hypotheses().get(i);
      Hypothesis found = together.hypotheses().get(i);
      assertThat(found.text()).isEqualTo(expected.text());
      assertThat(found.score()).isCloseTo(expected.score(), within(1e-5));
    }
    assertThat(together.embedding()).containsExactly(alone.embedding(), within(1e-6f));
    assertThat(together.sounds()).hasSameSizeAs(alone.sounds());
  }

  @Test
  void aShortWindowIsCaptionedAsIfPaddedWithSilence() {
    try (OnnxCaptioner captioner = load(OPTIONS)) {
      AudioWindow brief = Windows.sound("feed", 1, 5_000);
      float[] padded = Arrays.copyOf(brief.samples(), 16_000);

      Captioning found = captioner.caption(brief).join();
      Captioning expected = captioner.caption(new AudioWindow("feed", brief.rate(), padded)).join();

      assertThat(found.hypotheses()).isEqualTo(expected.hypotheses());
      Duration length = Windows.RATE.durationOf(5_000);
      assertThat(found.sounds())
          .allSatisfy(sound -> assertThat(sound.end()).isLessThanOrEqualTo(length));
    }
  }

  @Test
  void refusesAWindowLongerThanTheModelTakes() {
    try (OnnxCaptioner captioner = load(OPTIONS)) {
      CompletableFuture<Captioning> future = captioner.caption(Windows.sound("feed", 1, 217_601));

      assertThatThrownBy(future::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseInstanceOf(CaptioningException.class)
          .hasMessageContaining("217601 samples, the model takes 217600 at most");
    }
  }

  @Test
  void saysWhatItIs() {
    DecodeSettings greedy = new DecodeSettings(1, 20, 0, 1.0, true);
    try (OnnxCaptioner captioner = load(OPTIONS.withDecode(greedy))) {
      assertThat(captioner.info().model()).isEqualTo(TinyBundle.load().identity());
      assertThat(captioner.info().inputRate()).isEqualTo(Windows.RATE);
      assertThat(captioner.info().decodeSettings()).isEqualTo(greedy);
      assertThat(captioner.info().executionProvider()).isEqualTo("cpu");
      assertThat(captioner.info().labels()).containsExactly("dog_bark", "rain", "door_slam");
      assertThat(captioner.caption(Windows.sound("feed", 1)).join().hypotheses()).hasSize(1);
    }
  }

  @Test
  void refusesMoreBeamsThanTheDecoderHasCandidatesFor(@TempDir Path folder) {
    TinyBundle.copy(folder, json -> json.withObject("model").put("topK", 31));
    EngineOptions wide = OPTIONS.withDecode(new DecodeSettings(16, 20, 0, 1.0, true));
    Bundle bundle = Bundle.load(folder);

    assertThatThrownBy(() -> OnnxCaptioner.load(bundle, wide, EngineListener.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessage(
            "16 beams need 32 candidates a step, the decoder of bundle earwitness-tiny gives 31");
  }

  @Test
  void workersShareTheSessions() {
    try (OnnxCaptioner captioner = load(OPTIONS.withWorkers(3).withBatch(1, Duration.ZERO))) {
      String expected = captioner.caption(Windows.sound("feed", 1)).join().text();
      List<CompletableFuture<Captioning>> futures = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        futures.add(captioner.caption(Windows.sound("feed" + i, 1)));
      }

      assertThat(futures).allSatisfy(f -> assertThat(f.join().text()).isEqualTo(expected));
    }
  }

  @Test
  void theSurestOfManyHypothesesIsTheCaption(@TempDir Path folder) {
    TinyBundle.copy(
        folder,
        json -> {
          json.withObject("generation").put("hypotheses", 12);
          // The unlikelier, the surer: nothing but the choice can put such a hypothesis first.
          json.withObject("confidence")
              .put("logProbability", -1)
              .put("agreement", 0)
              .put("label", 0)
              .put("bias", 0);
        });
    AudioWindow window = Windows.sound("feed", 1);
    try (OnnxCaptioner likeliest = load(OPTIONS);
        OnnxCaptioner surest =
            OnnxCaptioner.load(Bundle.load(folder), OPTIONS, EngineListener.NONE)) {
      Captioning expected = likeliest.caption(window).join();
      Captioning found = surest.caption(window).join();

      assertThat(found.hypotheses()).hasSameSizeAs(expected.hypotheses());
      assertThat(found.text()).isNotEqualTo(expected.text());
      assertThat(found.hypotheses())
          .extracting(Hypothesis::score)
          .isSortedAccordingTo(Comparator.naturalOrder());
      assertThat(found.confidence()).isGreaterThan(0.5);
      assertThat(found.clapAgreement()).isPresent();
    }
  }

  private static OnnxCaptioner load(EngineOptions options) {
    return OnnxCaptioner.load(TinyBundle.load(), options, EngineListener.NONE);
  }
}
