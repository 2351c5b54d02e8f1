package io.earwitness.onnx.engine;

import ai.onnxruntime.OrtException;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.Processor;
import io.earwitness.onnx.runtime.RenewableSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.SessionOpener;
import io.earwitness.onnx.text.TextEmbedder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captions windows with a bundle on ONNX Runtime, in micro-batches over feeds.
 *
 * <p>Results complete on the engine's own threads: what depends on them must not block there.
 */
public final class OnnxCaptioner implements Captioner {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxCaptioner.class);

  private final CaptionerInfo info;
  private final LoadedModel model;
  private final RenewableSessions sessions;
  private final ScheduledThreadPoolExecutor alarms;
  private final GuardedRuns runs;
  private final WindowCheck check;
  private final WindowQueue queue;
  private final EngineListener listener;
  private final Workers workers;

  private volatile boolean closing;

  /** As {@link #load(Bundle, EngineOptions, EngineListener, SessionOpener)}, with real sessions. */
  public static OnnxCaptioner load(Bundle bundle, EngineOptions options, EngineListener listener) {
    return load(bundle, options, listener, new OrtSessionOpener(options.runtime()));
  }

  /**
   * Opens the bundle's graphs and starts the workers.
   *
   * @throws BundleException if the bundle can't be used, or not with these options
   * @throws io.earwitness.onnx.runtime.ExecutionProviderException if CUDA is asked for and does not
   *     work
   */
  public static OnnxCaptioner load(
      Bundle bundle, EngineOptions options, EngineListener listener, SessionOpener opener) {
    DecodeSettings settings = options.decode().orElse(bundle.manifest().generation().settings());
    Map<Effort, CaptionDecoder> decoders =
        Map.of(
            Effort.FULL,
            new CaptionDecoder(bundle.manifest(), settings),
            Effort.LEAST,
            CaptionDecoder.ofLeastEffort(bundle.manifest(), settings));
    WindowCodec codec = codec(bundle.manifest(), options, listener);
    Set<GraphName> graphs = graphs(bundle.manifest(), options);
    RenewableSessions sessions =
        new RenewableSessions(
            () -> ModelSessions.open(bundle, graphs, options.runtime(), opener),
            listener::sessionsRenewed);
    ScheduledThreadPoolExecutor alarms = alarms();
    try {
      LoadedModel model;
      try (RunDeadline deadline = RunDeadline.start(alarms, options.deadline())) {
        model = sessions.use(s -> LoadedModel.load(bundle, decoders, codec, s, deadline));
      }
      warnOfBytes(bundle.manifest());
      return new OnnxCaptioner(bundle, settings, options, listener, model, sessions, alarms);
    } catch (OrtException | RuntimeException e) {
      sessions.close();
      alarms.shutdownNow();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new BundleException(
              "the bundle's label prompts can't be embedded: " + e.getMessage(), e);
    }
  }

  private static WindowCodec codec(
      BundleManifest manifest, EngineOptions options, EngineListener listener) {
    if (!options.streamingCodec()) {
      return new ExactCodec();
    }
    if (manifest.codecStream().isEmpty()) {
      throw new BundleException(
          ("bundle %s has no codec that can go on from window to window (graphs.codecStream): it wants"
                  + " caption.codec=exact")
              .formatted(manifest.name()));
    }
    return new StreamingCodec(manifest, listener);
  }

  /** What is not used need not take memory. */
  private static Set<GraphName> graphs(BundleManifest manifest, EngineOptions options) {
    Set<GraphName> graphs = EnumSet.copyOf(manifest.graphs().keySet());
    if (!options.streamingCodec()) {
      graphs.remove(GraphName.CODEC_STREAM);
    }
    return graphs;
  }

  private static void warnOfBytes(BundleManifest manifest) {
    if (manifest.precision().equals(Optional.of("int8")) && !Processor.addsByteProducts()) {
      LOG.warn(
          "Bundle {} multiplies 8-bit integers, for which this processor lacks the instructions "
              + "(VNNI): its captions may be worse than those of the 32-bit bundle.",
          manifest.name());
    }
  }

  private OnnxCaptioner(
      Bundle bundle,
      DecodeSettings settings,
      EngineOptions options,
      EngineListener listener,
      LoadedModel model,
      RenewableSessions sessions,
      ScheduledThreadPoolExecutor alarms) {
    BundleManifest manifest = bundle.manifest();
    this.info =
        new CaptionerInfo(
            bundle.identity(),
            manifest.audio().sampleRate(),
            settings,
            sessions.executionProvider(),
            manifest.labels().items().stream().map(BundleManifest.Label::name).toList());
    this.model = model;
    this.sessions = sessions;
    this.alarms = alarms;
    this.listener = listener;
    this.runs = new GuardedRuns(sessions, alarms, options.deadline());
    this.check = new WindowCheck(manifest.audio());
    this.queue = new WindowQueue(options.maxBatch(), options.maxWait(), options.queueBytes());
    this.workers = new Workers(options.workers(), this::work);
  }

  @Override
  public CaptionerInfo info() {
    return info;
  }

  @Override
  public CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
    CompletableFuture<Captioning> result = new CompletableFuture<>();
    try {
      PendingWindow pending =
          new PendingWindow(window, check.runSamples(window), effort, result, System.nanoTime());
      if (!queue.put(pending)) {
        throw closed();
      }
      reportQueue();
      var unused =
          result.whenComplete(
              (captioning, failure) -> {
                if (result.isCancelled()) {
                  queue.remove(pending);
                  reportQueue();
                }
              });
    } catch (CaptioningException e) {
      listener.windowFailed(e.reason());
      result.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(
          new CaptioningException(Reason.CLOSED, "interrupted while the queue was full", e));
    }
    return result;
  }

  /** Embeds texts on the caller's thread; empty where the bundle has no text tower. */
  public Optional<TextEmbedder> textEmbedder() {
    return model.hasTextTower() ? Optional.of(this::embed) : Optional.empty();
  }

  private List<float[]> embed(List<String> texts) {
    if (closing) {
      throw closed();
    }
    GuardedRuns.Run<float[][]> run = (s, deadline) -> model.embed(s, texts, deadline);
    try {
      return Arrays.asList(runs.run(run));
    } catch (CaptioningException e) {
      runs.distrustSessionsAfter(e);
      return Arrays.asList(runs.run(run));
    }
  }

  private void work() throws InterruptedException {
    BatchRunner runner = new BatchRunner(model, runs, listener, () -> closing);
    List<PendingWindow> batch = queue.takeBatch();
    while (!batch.isEmpty()) {
      run(runner, batch);
      batch = queue.takeBatch();
    }
  }

  /** A worker outlives whatever goes wrong, a listener included. */
  private void run(BatchRunner runner, List<PendingWindow> batch) {
    try {
      reportQueue();
      runner.run(batch);
    } catch (RuntimeException e) {
      LOG.error("A batch of {} was given up", batch.size(), e);
      CaptioningException failure =
          new CaptioningException(Reason.INFERENCE_FAILED, "the engine failed: " + e, e);
      batch.forEach(window -> window.result().completeExceptionally(failure));
    }
  }

  private void reportQueue() {
    WindowQueue.Depth depth = queue.depth();
    listener.queueChanged(depth.windows(), depth.bytes());
  }

  /** Not to be called on one of the engine's own threads, for which it waits. */
  @Override
  public void close() {
    closing = true;
    for (PendingWindow window : queue.close()) {
      window.result().completeExceptionally(closed());
    }
    workers.join();
    sessions.close();
    model.close();
    alarms.shutdownNow();
  }

  private static CaptioningException closed() {
    return new CaptioningException(Reason.CLOSED, "the captioner was closed");
  }

  private static ScheduledThreadPoolExecutor alarms() {
    ScheduledThreadPoolExecutor alarms =
        new ScheduledThreadPoolExecutor(1, Workers.daemons("earwitness-deadline"));
    alarms.setRemoveOnCancelPolicy(true);
    return alarms;
  }
}
