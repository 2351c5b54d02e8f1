package io.earwitness.onnx.engine;

import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Engines shared within a JVM: one for each bundle and set of options, as the slots of a
 * TaskManager need. With several class loaders, one in each. Thread-safe.
 */
public final class Captioners {
  private static final Map<Key, Shared> ENGINES = new HashMap<>();

  private Captioners() {}

  private record Key(String place, EngineOptions options) {}

  /** An engine, the listeners of all its holders, and how many these are. */
  private static final class Shared {
    final SharedListener listeners = new SharedListener();
    final OnnxCaptioner engine;
    int holders;

    Shared(BundleSource source, EngineOptions options) {
      engine = OnnxCaptioner.load(Bundle.load(source), options, listeners);
    }
  }

  /** As {@link #acquire(BundleSource, EngineOptions, EngineListener)}, from a folder. */
  public static SharedCaptioner acquire(
      Path folder, EngineOptions options, EngineListener listener) {
    return acquire(BundleSource.folder(folder), options, listener);
  }

  /**
   * Takes a share of the engine for this bundle and these options; the first one loads it while
   * others wait.
   *
   * @param listener hears what the engine does for all holders, until the share is closed
   * @throws io.earwitness.onnx.bundle.BundleException as {@link OnnxCaptioner#load} does
   * @throws io.earwitness.onnx.runtime.ExecutionProviderException as {@link OnnxCaptioner#load}
   *     does
   */
  public static SharedCaptioner acquire(
      BundleSource source, EngineOptions options, EngineListener listener) {
    Key key = new Key(source.place(), options);
    synchronized (ENGINES) {
      Shared shared = ENGINES.computeIfAbsent(key, k -> new Shared(source, options));
      shared.holders++;
      shared.listeners.add(listener);
      return new SharedCaptioner(shared.engine, () -> release(key, shared, listener));
    }
  }

  private static void release(Key key, Shared shared, EngineListener listener) {
    synchronized (ENGINES) {
      shared.listeners.remove(listener);
      shared.holders--;
      if (shared.holders > 0) {
        return;
      }
      ENGINES.remove(key);
    }
    shared.engine.close();
  }
}
