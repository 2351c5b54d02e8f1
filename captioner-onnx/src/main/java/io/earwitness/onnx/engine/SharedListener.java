package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.CaptioningException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes what an engine does on to the listeners of all its holders. */
final class SharedListener implements EngineListener {
  private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();

  void add(EngineListener listener) {
    listeners.add(listener);
  }

  void remove(EngineListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void batchRan(int windows, Duration took) {
    listeners.forEach(listener -> listener.batchRan(windows, took));
  }

  @Override
  public void windowsEncoded(int whole, int continued) {
    listeners.forEach(listener -> listener.windowsEncoded(whole, continued));
  }

  @Override
  public void queueChanged(int windows, long bytes) {
    listeners.forEach(listener -> listener.queueChanged(windows, bytes));
  }

  @Override
  public void attemptFailed(CaptioningException.Reason reason, int windows) {
    listeners.forEach(listener -> listener.attemptFailed(reason, windows));
  }

  @Override
  public void windowFailed(CaptioningException.Reason reason) {
    listeners.forEach(listener -> listener.windowFailed(reason));
  }

  @Override
  public void sessionsRenewed() {
    listeners.forEach(EngineListener::sessionsRenewed);
  }
}
