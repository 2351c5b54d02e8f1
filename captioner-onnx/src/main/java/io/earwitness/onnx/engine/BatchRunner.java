package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each window of a batch to its end. A window is tried at most twice: with its batch, and if
 * that fails, alone on fresh sessions, so that a bad window takes no neighbour with it. One
 * worker's own; not thread-safe.
 */
final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private final LoadedModel model;
  private final GuardedRuns runs;
  private final EngineListener listener;
  private final BooleanSupplier closing;
  private final WaveformBuffer buffer = new WaveformBuffer();

  /**
   * @param closing once true, nothing is tried again
   */
  BatchRunner(
      LoadedModel model, GuardedRuns runs, EngineListener listener, BooleanSupplier closing) {
    this.model = model;
    this.runs = runs;
    this.listener = listener;
    this.closing = closing;
  }

  void run(List<PendingWindow> taken) {
    List<PendingWindow> batch = taken.stream().filter(w -> !w.result().isDone()).toList();
    if (batch.isEmpty()) {
      return;
    }
    try {
      attempt(batch);
    } catch (CaptioningException e) {
      LOG.warn("A batch of {} failed and is tried one by one: {}", batch.size(), e.getMessage());
      runs.distrustSessionsAfter(e);
      batch.forEach(window -> retry(window, e));
    }
  }

  private void retry(PendingWindow window, CaptioningException first) {
    if (window.result().isDone()) {
      return;
    }
    if (closing.getAsBoolean()) {
      fail(window, first);
      return;
    }
    try {
      attempt(List.of(window));
    } catch (CaptioningException e) {
      // Fresh sessions did not help an error of the runtime; but one that hung is not to be used
      // again.
      if (e.reason() == CaptioningException.Reason.TIMED_OUT) {
        runs.distrustSessionsAfter(e);
      }
      fail(window, e);
    }
  }

  private void attempt(List<PendingWindow> windows) {
    long began = System.nanoTime();
    List<Captioning> captionings;
    try {
      captionings =
          runs.run((sessions, deadline) -> model.caption(sessions, windows, buffer, deadline));
    } catch (CaptioningException e) {
      listener.attemptFailed(e.reason(), windows.size());
      throw e;
    }
    listener.batchRan(windows.size(), Duration.ofNanos(System.nanoTime() - began));
    for (int i = 0; i < windows.size(); i++) {
      windows.get(i).result().complete(captionings.get(i));
    }
  }

  private void fail(PendingWindow window, CaptioningException reason) {
    listener.windowFailed(reason.reason());
    window.result().completeExceptionally(reason);
  }
}
