package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.CaptioningException;
import java.time.Duration;

/**
 * Hears what an engine does, for metrics. Called on the engine's and its callers' threads: must
 * return at once and be thread-safe.
 */
public interface EngineListener {
  /** Hears nothing. */
  EngineListener NONE = new EngineListener() {};

  /** A batch of {@code windows} windows was captioned. */
  default void batchRan(int windows, Duration took) {}

  /**
   * The codec ran on so many windows as a whole, and on what was new alone in so many. Told where
   * windows are encoded in a stream.
   */
  default void windowsEncoded(int whole, int continued) {}

  /** So much waits in the queue now. */
  default void queueChanged(int windows, long bytes) {}

  /** An attempt at a batch of {@code windows} windows failed; it may be tried again. */
  default void attemptFailed(CaptioningException.Reason reason, int windows) {}

  /** A window was given up. */
  default void windowFailed(CaptioningException.Reason reason) {}

  /** The sessions were closed and opened anew after a failure. */
  default void sessionsRenewed() {}
}
