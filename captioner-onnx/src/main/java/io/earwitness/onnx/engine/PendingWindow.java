package io.earwitness.onnx.engine;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioning;
import java.util.concurrent.CompletableFuture;

/**
 * A window on its way through the engine.
 *
 * @param runSamples the window's length once padded: windows of one batch agree in it
 * @param queuedAtNanos by {@link System#nanoTime()}
 */
record PendingWindow(
    AudioWindow window, int runSamples, CompletableFuture<Captioning> result, long queuedAtNanos) {

  long bytes() {
    return (long) window.samples().length * Float.BYTES;
  }
}
