package io.earwitness.flink.caption;

import io.earwitness.captioner.caption.Captioner;
import io.earwitness.flink.config.EngineChoice;
import io.earwitness.onnx.bundle.BundleSource;
import io.earwitness.onnx.engine.Captioners;
import io.earwitness.onnx.engine.EngineListener;
import io.earwitness.onnx.engine.EngineOptions;
import io.earwitness.onnx.engine.SharedCaptioner;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.RuntimeOptions;
import io.earwitness.settings.keys.CaptionSettings;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** EnCLAP on ONNX Runtime: one engine for each task manager, shared by its slots. */
public final class EngineProvider implements CaptionerProvider {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(EngineProvider.class);
  private static final String CPU = "cpu";

  /** Where a jar that brings its bundle along has it. */
  private static final String BUNDLE_RESOURCE = "models/default";

  private final EngineChoice choice;

  public EngineProvider(EngineChoice choice) {
    this.choice = choice;
  }

  @Override
  public Captioner acquire(TaskResources resources) {
    Captioner captioner =
        Captioners.acquire(
            bundle(), options(resources.gpuIndex()), new EngineMetrics(resources.metrics()));
    tell(resources.gpuIndex(), captioner.info().executionProvider());
    return captioner;
  }

  /** Whoever paid for a GPU wants to know whether it is used. */
  private void tell(OptionalInt gpu, String provider) {
    String assigned =
        gpu.isPresent()
            ? "Flink assigns GPU %d".formatted(gpu.getAsInt())
            : "Flink assigns no external resource called " + TaskResources.GPU;
    boolean wasted = gpu.isPresent() && provider.equals(CPU);
    if (wasted && choice.provider() != CaptionSettings.Provider.CPU) {
      LOG.warn("{}, but CUDA can't be used; captioning on the {}.", assigned, provider);
    } else {
      LOG.info("{}; captioning on {}.", assigned, provider);
    }
  }

  /** A share of the same engine for a neighbour of the job in its JVM. */
  public SharedCaptioner share() {
    return Captioners.acquire(bundle(), options(OptionalInt.empty()), EngineListener.NONE);
  }

  private BundleSource bundle() {
    return choice.bundleFolder() == null
        ? BundleSource.resources(EngineProvider.class.getClassLoader(), BUNDLE_RESOURCE)
        : BundleSource.folder(Path.of(choice.bundleFolder()));
  }

  private EngineOptions options(OptionalInt gpu) {
    return EngineOptions.defaults()
        .withBatch(choice.batchSize(), choice.batchWait())
        .withQueueBytes(choice.queueBytes())
        .withDeadline(choice.attempt())
        .withStreamingCodec(choice.codec() == CaptionSettings.Codec.STREAMING)
        .withRuntime(runtime(gpu));
  }

  private RuntimeOptions runtime(OptionalInt gpu) {
    ExecutionProvider provider = ExecutionProvider.valueOf(choice.provider().name());
    int threads =
        choice.threads() == 0 ? Runtime.getRuntime().availableProcessors() : choice.threads();
    return new RuntimeOptions(
        provider,
        /* cpuFallback= */ provider == ExecutionProvider.AUTO,
        threads,
        new RuntimeOptions.Cuda(
            gpu.orElse(choice.cuda().device()),
            choice.cuda().memoryLimitBytes(),
            choice.cuda().options(),
            choice.cuda().tensorRt()));
  }
}
