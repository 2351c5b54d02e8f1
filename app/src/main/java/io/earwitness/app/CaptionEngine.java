package io.earwitness.app;

import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.engine.EngineListener;
import io.earwitness.onnx.engine.EngineOptions;
import io.earwitness.onnx.engine.OnnxCaptioner;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.CaptionSettings;

/** Opens the captioner that the settings describe. */
public final class CaptionEngine {
  private CaptionEngine() {}

  /**
   * @throws io.earwitness.onnx.bundle.BundleException if the bundle is missing or damaged
   * @throws io.earwitness.onnx.runtime.ExecutionProviderException if CUDA is asked for and does not
   *     work
   */
  public static OnnxCaptioner open(Settings settings) {
    Bundle bundle = Bundle.load(BundleSource.folder(settings.get(CaptionSettings.BUNDLE)));
    return load(settings, bundle);
  }

  /**
   * Opens the captioner of a bundle that was loaded before.
   *
   * @throws io.earwitness.onnx.runtime.ExecutionProviderException as {@link #open} does
   */
  public static OnnxCaptioner load(Settings settings, Bundle bundle) {
    return OnnxCaptioner.load(bundle, options(settings), EngineListener.NONE);
  }

  /** CPU threads that the model runs on. */
  public static int threads(Settings settings) {
    int threads = settings.get(CaptionSettings.THREADS);
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static EngineOptions options(Settings settings) {
    return EngineOptions.defaults()
        .withBatch(
            settings.get(CaptionSettings.BATCH_SIZE), settings.get(CaptionSettings.BATCH_WAIT))
        .withQueueBytes(settings.get(CaptionSettings.QUEUE_BYTES))
        .withDeadline(settings.get(CaptionSettings.TIMEOUT))
        .withRuntime(runtime(settings));
  }

  private static RuntimeOptions runtime(Settings settings) {
    ExecutionProvider provider =
        ExecutionProvider.valueOf(settings.get(CaptionSettings.EXECUTION_PROVIDER).name());
    return new RuntimeOptions(
        provider,
        provider == ExecutionProvider.AUTO,
        threads(settings),
        new RuntimeOptions.Cuda(
            settings.get(CaptionSettings.CUDA_DEVICE),
            settings.get(CaptionSettings.CUDA_MEMORY_LIMIT),
            settings.get(CaptionSettings.CUDA_OPTIONS),
            settings.get(CaptionSettings.TENSORRT_OPTIONS)));
  }
}
