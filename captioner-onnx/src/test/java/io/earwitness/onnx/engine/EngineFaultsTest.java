package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong in a run, and what becomes of the windows in it. */
@Timeout(120)
class EngineFaultsTest {
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withRuntime(RuntimeOptions.cpu(1)).withBatch(1, Duration.ZERO);

  /** Long beside a run of the tiny bundle, even on a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final RecordedEvents events = new RecordedEvents();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CODEC_STREAM")
  void aRunThatFailsOnceIsTriedAgainOnFreshSessions(GraphName graph) {
    FaultySessions sessions = new FaultySessions(graph, FaultySessions.failing(1));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS)) {
      assertThat(captioner.caption(Windows.sound("feed", 1)).join().text()).isNotNull();
    }
    assertThat(sessions.opened()).isEqualTo(2);
    assertThat(sessions.stillOpen()).isZero();
    assertThat(events.of("attemptFailed")).containsExactly("INFERENCE_FAILED of 1");
    assertThat(events.of("sessionsRenewed")).hasSize(1);
    assertThat(events.of("windowFailed")).isEmpty();
  }

  @Test
  void aRunThatFailsTwiceFailsTheWindowAndNotTheNext() {
    FaultySessions sessions = new FaultySessions(GraphName.ENCODER, FaultySessions.failing(2));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS)) {
      requireFailure(
          captioner.caption(Windows.sound("feed", 1)),
          Reason.INFERENCE_FAILED,
          "the model failed: injected failure");
      assertThat(captioner.caption(Windows.sound("feed", 2)).join()).isNotNull();
    }
    assertThat(events.of("windowFailed")).containsExactly("INFERENCE_FAILED");
    assertThat(sessions.stillOpen()).isZero();
  }

  @Test
  void aRunThatHangsOnceIsTriedAgain() {
    FaultySessions sessions = new FaultySessions(GraphName.DECODER, FaultySessions.hanging(1));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS.withDeadline(DEADLINE))) {
      assertThat(captioner.caption(Windows.sound("feed", 1)).join()).isNotNull();
    }
    assertThat(events.of("attemptFailed")).containsExactly("TIMED_OUT of 1");
    assertThat(sessions.opened()).isEqualTo(2);
  }

  @Test
  void aRunThatKeepsHangingTimesOut() {
    FaultySessions sessions = new FaultySessions(GraphName.DECODER, FaultySessions.hanging(2));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS.withDeadline(DEADLINE))) {
      requireFailure(
          captioner.caption(Windows.sound("feed", 1)), Reason.TIMED_OUT, "no result within PT2S");
      assertThat(captioner.caption(Windows.sound("feed", 2)).join()).isNotNull();
    }
  }

  @Test
  void aPoisonedWindowFailsAlone() {
    float poison = 0.123f;
    FaultySessions sessions =
        new FaultySessions(GraphName.CODEC, FaultySessions.poisonedBy(poison));
    List<CompletableFuture<Captioning>> good = new ArrayList<>();
    CompletableFuture<Captioning> bad;
    try (OnnxCaptioner captioner = load(sessions, OPTIONS.withBatch(4, Duration.ofHours(1)))) {
      AudioWindow poisoned = Windows.sound("bad", 9);
      poisoned.samples()[0] = poison;
      good.add(captioner.caption(Windows.sound("a", 1)));
      good.add(captioner.caption(Windows.sound("b", 2)));
      bad = captioner.caption(poisoned);
      good.add(captioner.caption(Windows.sound("c", 3)));

      assertThat(good).allSatisfy(window -> assertThat(window.join().batchSize()).isEqualTo(1));
      requireFailure(bad, Reason.INFERENCE_FAILED, "the model failed: poisoned");
    }
    assertThat(events.of("attemptFailed"))
        .containsExactly("INFERENCE_FAILED of 4", "INFERENCE_FAILED of 1");
  }

  @Test
  void scoresThatAreNotNumbersAreAFailure() {
    FaultySessions sessions =
        new FaultySessions(GraphName.DECODER, FaultySessions.notANumber("cross_value.0"));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS)) {
      requireFailure(
          captioner.caption(Windows.sound("feed", 1)),
          Reason.INFERENCE_FAILED,
          "the decoder's scores for clip 0 of the batch are not numbers");
    }
    assertThat(events.of("sessionsRenewed")).isEmpty();
  }

  @Test
  void anEmbeddingThatIsNotFiniteIsAFailure() {
    FaultySessions sessions =
        new FaultySessions(GraphName.CLAP_AUDIO, FaultySessions.notANumber("waveform"));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS)) {
      requireFailure(
          captioner.caption(Windows.sound("feed", 1)),
          Reason.INFERENCE_FAILED,
          "the audio tower's embedding is not finite");
    }
  }

  @Test
  void workersGoOnWhileSessionsAreReplaced() {
    FaultySessions sessions = new FaultySessions(GraphName.CODEC, FaultySessions.failingEvery(5));
    List<CompletableFuture<Captioning>> windows = new ArrayList<>();
    try (OnnxCaptioner captioner = load(sessions, OPTIONS.withWorkers(3))) {
      for (int i = 0; i < 40; i++) {
        windows.add(captioner.caption(Windows.sound("feed" + i % 4, i)));
      }
      assertThat(windows).allSatisfy(window -> assertThat(window.join()).isNotNull());
    }
    assertThat(events.of("attemptFailed")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(events.of("sessionsRenewed")).isNotEmpty();
    assertThat(sessions.stillOpen()).isZero();
  }

  @Test
  void textsAreTriedAgainToo() {
    FaultySessions sessions = new FaultySessions(GraphName.CLAP_TEXT, FaultySessions.failing(1));
    try (OnnxCaptioner captioner = load(sessions, OPTIONS)) {
      List<String> texts = List.of("rain falls");
      assertThat(captioner.textEmbedder().orElseThrow().embed(texts)).hasSize(1);
    }
    assertThat(sessions.opened()).isEqualTo(2);
  }

  @Test
  void aListenerThatThrowsEndsNoWorker() {
    EngineListener broken =
        new EngineListener() {
          @Override
          public void batchRan(int windows, Duration took) {
            throw new IllegalStateException("broken listener");
          }
        };
    try (OnnxCaptioner captioner = OnnxCaptioner.load(TinyBundle.load(), OPTIONS, broken)) {
      for (int i = 0; i < 2; i++) {
        requireFailure(
            captioner.caption(Windows.sound("feed", i)),
            Reason.INFERENCE_FAILED,
            "the engine failed: java.lang.IllegalStateException: broken listener");
      }
    }
  }

  @Test
  void closingWhileARunHangsEndsEveryWindow() {
    FaultySessions sessions =
        new FaultySessions(GraphName.CODEC, FaultySessions.hanging(Integer.MAX_VALUE));
    OnnxCaptioner captioner = load(sessions, OPTIONS.withDeadline(DEADLINE));
    CompletableFuture<Captioning> running = captioner.caption(Windows.sound("feed", 1));
    events.await("queueChanged", "0 windows, 0 bytes");
    CompletableFuture<Captioning> queued = captioner.caption(Windows.sound("feed", 2));

    captioner.close();

    requireFailure(queued, Reason.CLOSED, "the captioner was closed");
    requireFailure(running, Reason.TIMED_OUT, "no result within PT2S");
    assertThat(sessions.stillOpen()).isZero();
  }

  private OnnxCaptioner load(FaultySessions sessions, EngineOptions options) {
    return OnnxCaptioner.load(TinyBundle.load(), options, events, sessions);
  }

  private static void requireFailure(
      CompletableFuture<Captioning> future, Reason reason, String message) {
    assertThatThrownBy(future::join)
        .cause()
        .hasMessage(message)
        .isInstanceOfSatisfying(
            CaptioningException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
