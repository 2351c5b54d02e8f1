package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.Captioner;
import io.earwitness.flink.config.EngineChoice;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.engine.Captioners;
import io.earwitness.onnx.engine.EngineOptions;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.RuntimeOptions;
import java.nio.file.Path;
import org.apache.flink.metrics.MetricGroup;

/** EnCLAP on ONNX Runtime: one engine for each task manager, shared by its slots. */
public final class EngineProvider implements CaptionerProvider {
  private static final long serialVersionUID = 1L;

  /** Where a jar that brings its bundle along has it. */
  private static final String BUNDLE_RESOURCE = "models/default";

  private final EngineChoice choice;

  public EngineProvider(EngineChoice choice) {
    this.choice = choice;
  }

  @Override
  public Captioner acquire(MetricGroup metrics) {
    return Captioners.acquire(bundle(), options(), new EngineMetrics(metrics));
  }

  private BundleSource bundle() {
    return choice.bundleFolder() == null
        ? BundleSource.resources(EngineProvider.class.getClassLoader(), BUNDLE_RESOURCE)
        : BundleSource.folder(Path.of(choice.bundleFolder()));
  }

  private EngineOptions options() {
    return EngineOptions.defaults()
        .withBatch(choice.batchSize(), choice.batchWait())
        .withQueueBytes(choice.queueBytes())
        .withDeadline(choice.attempt())
        .withRuntime(runtime());
  }

  private RuntimeOptions runtime() {
    ExecutionProvider provider = ExecutionProvider.valueOf(choice.provider().name());
    int threads =
        choice.threads() == 0 ? Runtime.getRuntime().availableProcessors() : choice.threads();
    return new RuntimeOptions(
        provider,
        /* cpuFallback= */ provider == ExecutionProvider.AUTO,
        threads,
        RuntimeOptions.Cuda.DEFAULT);
  }
}
