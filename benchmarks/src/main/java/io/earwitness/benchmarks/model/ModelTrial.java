package io.earwitness.benchmarks.model;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.engine.EngineListener;
import io.earwitness.onnx.engine.EngineOptions;
import io.earwitness.onnx.engine.OnnxCaptioner;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.onnx.runtime.TimedSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** One bundle at one batch size, loaded, with what was measured so far. For one thread. */
public final class ModelTrial implements AutoCloseable {
  private static final Duration COMPANY = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final long QUEUE_BYTES = 1L << 30;

  private final Bundle bundle;
  private final int batch;
  private final int windowsAtOnce;
  private final IntFunction<List<AudioWindow>> windows;
  private final TimedSessions sessions;
  private final OnnxCaptioner captioner;
  private final List<Double> millis = new ArrayList<>();
  private final Map<GraphName, List<Double>> stageMillis = new EnumMap<>(GraphName.class);
  private final List<Double> steps = new ArrayList<>();

  /**
   * @param windows as many as run at once, {@code batch · workers}, for a round
   * @param maxLength of a caption in tokens, where it is not to be the bundle's own
   * @param workers batches that run at the same time
   */
  public ModelTrial(
      Bundle bundle,
      int batch,
      IntFunction<List<AudioWindow>> windows,
      OptionalInt maxLength,
      int workers,
      RuntimeOptions runtime) {
    this.bundle = bundle;
    this.batch = batch;
    this.windowsAtOnce = batch * workers;
    this.windows = windows;
    this.sessions = new TimedSessions(new OrtSessionOpener(runtime));
    EngineOptions options = options(bundle, batch, maxLength, runtime).withWorkers(workers);
    this.captioner = OnnxCaptioner.load(bundle, options, EngineListener.NONE, sessions);
    for (GraphName graph : GraphName.values()) {
      stageMillis.put(graph, new ArrayList<>());
    }
  }

  /**
   * Of an engine whose batches are full, and which nothing hurries.
   *
   * @param maxLength of a caption in tokens, where it is not to be the bundle's own
   */
  public static EngineOptions options(
      Bundle bundle, int batch, OptionalInt maxLength, RuntimeOptions runtime) {
    EngineOptions options =
        EngineOptions.defaults()
            .withBatch(batch, COMPANY)
            .withQueueBytes(QUEUE_BYTES)
            .withDeadline(DEADLINE)
            .withRuntime(runtime);
    if (maxLength.isEmpty()) {
      return options;
    }
    DecodeSettings own = bundle.manifest().generation().settings();
    return options.withDecode(own.withMaxLength(maxLength.getAsInt()));
  }

  /**
   * Captions as many windows as fit at once; every trial of a round gets the same sound.
   *
   * @param counts whether the round is measured, or warms up
   */
  public void run(int round, boolean counts) throws InterruptedException {
    List<AudioWindow> heard = windows.apply(round);
    sessions.reset();
    long began = System.nanoTime();
    List<CompletableFuture<Captioning>> captions = heard.stream().map(captioner::caption).toList();
    captions.forEach(CompletableFuture::join);
    double took = (System.nanoTime() - began) / 1e6;
    if (counts) {
      millis.add(took / windowsAtOnce);
      stageMillis.forEach(
          (graph, list) -> list.add(sessions.spent(graph).toNanos() / 1e6 / windowsAtOnce));
      steps.add(sessions.runs(GraphName.DECODER) * (double) batch / windowsAtOnce);
    }
  }

  public int batch() {
    return batch;
  }

  /** Medians of the measured rounds. */
  public ModelFigures figures() {
    Map<GraphName, Double> stages = new EnumMap<>(GraphName.class);
    stageMillis.forEach((graph, list) -> stages.put(graph, ModelFigures.median(list)));
    return new ModelFigures(
        bundle.manifest().name(),
        captioner.info().executionProvider(),
        batch,
        ModelFigures.median(steps),
        ModelFigures.median(millis),
        stages);
  }

  @Override
  public void close() {
    captioner.close();
  }
}
