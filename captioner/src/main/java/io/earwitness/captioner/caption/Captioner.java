package io.earwitness.captioner.caption;

import io.earwitness.captioner.audio.AudioWindow;
import java.util.concurrent.CompletableFuture;

/**
 * Says what is heard in a window of sound.
 *
 * <p>Safe for use by several threads. With the same effort, a window's caption is the same tokens
 * alone or in any batch. Windows may complete in any order.
 */
public interface Captioner extends AutoCloseable {

  /** What captions, and how. The same for the captioner's whole life. */
  CaptionerInfo info();

  /**
   * Captions one window. Returns at once, or blocks while the captioner's queue is full.
   *
   * <p>The future fails with a {@link CaptioningException}. Cancelling it takes the window out of
   * the queue, or abandons the result if the run has begun.
   */
  CompletableFuture<Captioning> caption(AudioWindow window, Effort effort);

  /** As {@link #caption(AudioWindow, Effort)}, in full. */
  default CompletableFuture<Captioning> caption(AudioWindow window) {
    return caption(window, Effort.FULL);
  }

  /**
   * Fails what is queued, waits for the run under way and frees native memory. May be called twice.
   */
  @Override
  void close();
}
