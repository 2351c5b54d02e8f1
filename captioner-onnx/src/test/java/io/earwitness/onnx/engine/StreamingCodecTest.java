package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.onnx.runtime.SessionOpener;
import io.earwitness.onnx.runtime.Tensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingCodecTest {
  private static final int FRAME = 640;
  private static final int LENGTH = 60 * FRAME;
  private static final int HOP = 30 * FRAME;
  private static final int CODEBOOKS = 8;

  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final RecordedEvents events = new RecordedEvents();
  private Bundle bundle;
  private ModelSessions sessions;

  @BeforeAll
  void open() {
    bundle =
        Bundle.load(BundleSource.resources(getClass().getClassLoader(), "official-tiny-bundle"));
    RuntimeOptions options = RuntimeOptions.cpu(1);
    sessions = ModelSessions.open(bundle, options, new OrtSessionOpener(options));
  }

  @AfterAll
  void close() {
    sessions.close();
    alarms.shutdownNow();
  }

  @Test
  void goesOnAsIfAllWereOneWindow() throws OrtException {
    float[] sound = sound(1, LENGTH + 3 * HOP);
    int[] whole = encode(new ExactCodec(), List.of(pending(window("hall", "s", sound, 0)))).get(0);

    List<int[]> codes = oneByOne(streaming(), windows("hall", "s", sound));

    assertThat(codes).hasSize(4);
    for (int i = 0; i < codes.size(); i++) {
      int from = i * HOP / FRAME * CODEBOOKS;
      int[] expected = Arrays.copyOfRange(whole, from, from + LENGTH / FRAME * CODEBOOKS);
      // A window's last frame has not heard what follows, which the change of rate looks ahead to.
      assertThat(shareOfEqual(codes.get(i), expected)).isGreaterThan(0.95);
    }
  }

  @Test
  void encodesWhatIsNewAlone() throws OrtException {
    List<int[]> codes = oneByOne(streaming(), windows("hall", "s", sound(2, LENGTH + 2 * HOP)));

    int common = (LENGTH - HOP) / FRAME * CODEBOOKS;
    for (int i = 1; i < codes.size(); i++) {
      int[] before = codes.get(i - 1);
      assertThat(Arrays.copyOf(codes.get(i), common))
          .isEqualTo(Arrays.copyOfRange(before, before.length - common, before.length));
    }
    assertThat(events.of("windowsEncoded"))
        .containsSequence("1 whole, 0 continued", "0 whole, 1 continued", "0 whole, 1 continued");
  }

  @Test
  void givesTheSameCodesInAnyBatch() throws OrtException {
    List<AudioWindow> hall = windows("hall", "s", sound(3, LENGTH + 3 * HOP));
    List<AudioWindow> yard = windows("yard", "s", sound(4, LENGTH + 3 * HOP));
    List<int[]> alone = oneByOne(streaming(), hall);
    alone.addAll(oneByOne(streaming(), yard));

    List<PendingWindow> batch = new ArrayList<>();
    for (int i = 0; i < hall.size(); i++) {
      batch.add(pending(hall.get(i)));
      batch.add(pending(yard.get(i)));
    }
    List<int[]> together = encode(streaming(), batch);

    for (int i = 0; i < hall.size(); i++) {
      assertThat(together.get(2 * i)).isEqualTo(alone.get(i));
      assertThat(together.get(2 * i + 1)).isEqualTo(alone.get(hall.size() + i));
    }
  }

  @Test
  void beginsAnewWhereNothingIsInCommon() throws OrtException {
    float[] sound = sound(5, LENGTH);
    int[] exact = encode(new ExactCodec(), List.of(pending(window("hall", "s", sound, 0)))).get(0);
    StreamingCodec codec = streaming();
    List<AudioWindow> heard = windows("hall", "s", sound(6, LENGTH + HOP));

    for (AudioWindow apart :
        List.of(
            window("hall", "other session", sound, HOP),
            window("hall", "s", sound, HOP + LENGTH),
            window("hall", "s", sound, HOP + FRAME / 2),
            window("hall", "s", sound, 0),
            new AudioWindow("hall", bundle.manifest().audio().sampleRate(), sound),
            window("yard", "s", sound, HOP))) {
      oneByOne(codec, heard);
      assertThat(oneByOne(codec, List.of(apart)).get(0)).isEqualTo(exact);
    }
  }

  @Test
  void repeatsTheCodesOfAWindowThatIsTriedAgain() throws OrtException {
    StreamingCodec codec = streaming();
    List<AudioWindow> windows = windows("hall", "s", sound(7, LENGTH + HOP));
    List<int[]> codes = oneByOne(codec, windows);

    assertThat(oneByOne(codec, List.of(windows.get(1))).get(0)).isEqualTo(codes.get(1));
  }

  @Test
  void captionsAFeedWithTheEngine() {
    RecordedEvents told = caption(new OrtSessionOpener(RuntimeOptions.cpu(1)));

    assertThat(told.of("windowsEncoded"))
        .containsExactly("1 whole, 0 continued", "0 whole, 1 continued", "0 whole, 1 continued");
  }

  @Test
  void goesOnFromTheSameStateWhenARunIsTriedAgain() {
    RecordedEvents told =
        caption(new FaultySessions(GraphName.CODEC_STREAM, FaultySessions.failing(1)));

    assertThat(told.of("attemptFailed")).containsExactly("INFERENCE_FAILED of 1");
    assertThat(told.of("windowsEncoded"))
        .containsExactly("1 whole, 0 continued", "0 whole, 1 continued", "0 whole, 1 continued");
  }

  /** Captions three windows of a feed. */
  private RecordedEvents caption(SessionOpener opener) {
    List<AudioWindow> windows = windows("hall", "s", sound(8, LENGTH + 2 * HOP));
    // The tiny text tower has no room for long captions.
    DecodeSettings brief = new DecodeSettings(2, 10, 3, 1, true);
    EngineOptions options =
        EngineOptions.defaults()
            .withRuntime(RuntimeOptions.cpu(1))
            .withDecode(brief)
            .withStreamingCodec(true);
    RecordedEvents told = new RecordedEvents();
    try (OnnxCaptioner captioner = OnnxCaptioner.load(bundle, options, told, opener)) {
      for (AudioWindow window : windows) {
        Captioning captioning = captioner.caption(window, Effort.FULL).join();
        assertThat(captioning.hypotheses()).isNotEmpty();
      }
    }
    return told;
  }

  @Test
  void isRefusedForABundleThatCannot() {
    EngineOptions options =
        EngineOptions.defaults().withRuntime(RuntimeOptions.cpu(1)).withStreamingCodec(true);
    assertThatThrownBy(() -> OnnxCaptioner.load(TinyBundle.load(), options, EngineListener.NONE))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("has no codec that can go on from window to window");
  }

  @Test
  void isRefusedForSeveralBatchesAtATime() {
    EngineOptions two = EngineOptions.defaults().withWorkers(2);
    assertThatThrownBy(() -> two.withStreamingCodec(true))
        .hasMessageContaining("workers = 2 would encode out of order");
  }

  private StreamingCodec streaming() {
    return new StreamingCodec(bundle.manifest(), events);
  }

  private List<int[]> oneByOne(WindowCodec codec, List<AudioWindow> windows) throws OrtException {
    List<int[]> codes = new ArrayList<>();
    for (AudioWindow window : windows) {
      codes.addAll(encode(codec, List.of(pending(window))));
    }
    return codes;
  }

  /** {@code int[frames · codebooks]} of each window. */
  private List<int[]> encode(WindowCodec codec, List<PendingWindow> windows) throws OrtException {
    try (RunDeadline deadline = RunDeadline.start(alarms, Duration.ofMinutes(1));
        OnnxTensor waveform = new WaveformBuffer().pack(windows, windows.get(0).runSamples());
        Tensors found = codec.encode(sessions, windows, waveform, deadline)) {
      int[] all = Arrays.stream(found.longs("codes")).mapToInt(Math::toIntExact).toArray();
      int each = all.length / windows.size();
      return IntStream.range(0, windows.size())
          .mapToObj(i -> Arrays.copyOfRange(all, i * each, (i + 1) * each))
          .toList();
    }
  }

  private List<AudioWindow> windows(String feed, String session, float[] sound) {
    return IntStream.rangeClosed(0, (sound.length - LENGTH) / HOP)
        .mapToObj(
            i ->
                window(
                    feed,
                    session,
                    Arrays.copyOfRange(sound, i * HOP, i * HOP + LENGTH),
                    (long) i * HOP))
        .toList();
  }

  private AudioWindow window(String feed, String session, float[] sound, long place) {
    return new AudioWindow(
        feed,
        bundle.manifest().audio().sampleRate(),
        sound,
        Optional.of(new AudioWindow.Place(session, place)));
  }

  private static PendingWindow pending(AudioWindow window) {
    return new PendingWindow(
        window, window.samples().length, Effort.FULL, new CompletableFuture<>(), 0);
  }

  private static float[] sound(int seed, int samples) {
    Random random = new Random(seed);
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      sound[i] = (float) (0.2 * random.nextGaussian() * (1 + Math.sin(i / 3_000.0)));
    }
    return sound;
  }

  private static double shareOfEqual(int[] found, int[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    return IntStream.range(0, found.length).filter(i -> found[i] == expected[i]).count()
        / (double) found.length;
  }
}
