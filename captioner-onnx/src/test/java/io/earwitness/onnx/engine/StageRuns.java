package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.OrtSessionOpener;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Runs the stages of a bundle one by one, a window at a time. */
final class StageRuns implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Bundle bundle;
  private final ModelSessions sessions;
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();

  StageRuns(Bundle bundle) {
    RuntimeOptions options = RuntimeOptions.cpu(1);
    this.bundle = bundle;
    this.sessions = ModelSessions.open(bundle, options, new OrtSessionOpener(options));
  }

  /** Something made of the features of a window. */
  @FunctionalInterface
  interface Use<T> {
    T of(AudioFeatures features, RunDeadline deadline) throws OrtException;
  }

  <T> T withFeatures(AudioWindow window, Use<T> use) throws OrtException {
    int samples = window.samples().length;
    PendingWindow pending =
        new PendingWindow(window, samples, Effort.FULL, new CompletableFuture<>(), 0);
    try (RunDeadline deadline = RunDeadline.start(alarms, LIMIT);
        OnnxTensor waveform = new WaveformBuffer().pack(List.of(pending), samples);
        AudioFeatures features =
            AudioFeatures.of(sessions, new ExactCodec(), List.of(pending), waveform, deadline)) {
      return use.of(features, deadline);
    }
  }

  /** {@code long[frames][codebooks]} */
  long[][] codes(AudioWindow window) throws OrtException {
    return withFeatures(
        window, (features, deadline) -> ((long[][][]) features.codes().getValue())[0]);
  }

  /** {@code float[embeddingDim]} */
  float[] embedding(AudioWindow window) throws OrtException {
    return withFeatures(window, (features, deadline) -> features.embeddings()[0]);
  }

  List<TokenSequence> decode(AudioWindow window, DecodeSettings settings) throws OrtException {
    CaptionDecoder decoder = new CaptionDecoder(bundle.manifest(), settings);
    return withFeatures(
        window, (features, deadline) -> decoder.decode(sessions, features, 1, deadline).get(0));
  }

  @Override
  public void close() {
    sessions.close();
    alarms.shutdownNow();
  }
}
