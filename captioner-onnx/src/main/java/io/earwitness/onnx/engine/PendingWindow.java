package io.earwitness.onnx.engine;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.Effort;
import java.util.concurrent.CompletableFuture;

/**
 * A window on its way through the engine.
 *
 * @param runSamples the window's length once padded
 * @param queuedAtNanos by {@link System#nanoTime()}
 */
record PendingWindow(
    AudioWindow window,
    int runSamples,
    Effort effort,
    CompletableFuture<Captioning> result,
    long queuedAtNanos) {

  /** Whether both may be in one batch: it holds windows of one length and one effort. */
  boolean sharesRunWith(PendingWindow other) {
    return runSamples == other.runSamples && effort == other.effort;
  }

  long bytes() {
    return (long) window.samples().length * Float.BYTES;
  }
}
