package io.earwitness.onnx.engine;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.onnx.text.TextEmbedder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One holder's share of an engine, from {@link Captioners#acquire}. Closing it lets go of the
 * share; the engine closes with its last one. Thread-safe.
 */
public final class SharedCaptioner implements Captioner {
  private final OnnxCaptioner engine;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  SharedCaptioner(OnnxCaptioner engine, Runnable release) {
    this.engine = engine;
    this.release = release;
  }

  @Override
  public CaptionerInfo info() {
    return engine.info();
  }

  /** Fails with {@link CaptioningException.Reason#CLOSED} once this share is closed. */
  @Override
  public CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(
          new CaptioningException(
              CaptioningException.Reason.CLOSED, "this share of the captioner was closed"));
    }
    return engine.caption(window, effort);
  }

  /** Empty where the bundle has no text tower. */
  public Optional<TextEmbedder> textEmbedder() {
    return engine.textEmbedder();
  }

  /** What this holder has queued goes on as long as another holder keeps the engine. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
