package io.earwitness.onnx.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.BundleException;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.GraphContract;
import io.earwitness.onnx.bundle.GraphName;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Opens sessions in ONNX Runtime and checks their tensors against the contract. Thread-safe. */
public final class OrtSessionOpener implements SessionOpener {
  /**
   * Graphs whose inputs have few shapes: TensorRT builds an engine for each. The decoder's caches
   * grow at every step, and texts have any length.
   */
  private static final Set<GraphName> STEADY =
      EnumSet.of(GraphName.CODEC, GraphName.CODEC_STREAM, GraphName.CLAP_AUDIO, GraphName.ENCODER);

  private final RuntimeOptions options;

  public OrtSessionOpener(RuntimeOptions options) {
    this.options = options;
  }

  @Override
  public GraphSession open(Bundle bundle, GraphName graph, ExecutionProvider provider) {
    BundleManifest.FileEntry file = bundle.manifest().graphs().get(graph);
    OrtSession session;
    try (OrtSession.SessionOptions sessionOptions = sessionOptions(graph, provider)) {
      session = create(bundle, file, sessionOptions);
    } catch (OrtException e) {
      throw new BundleException(
          "%s can't be loaded as an ONNX graph: %s".formatted(bundle.where(file), e.getMessage()),
          e);
    }
    try {
      GraphContract.of(graph, bundle.manifest())
          .check(bundle.where(file), session.getInputInfo(), session.getOutputInfo());
    } catch (OrtException | RuntimeException e) {
      new OrtGraphSession(session).close();
      throw e instanceof RuntimeException unchecked
          ? unchecked
          : new BundleException(bundle.where(file) + " does not list its tensors", e);
    }
    return new OrtGraphSession(session);
  }

  /** From the path where there is one: a large graph then never lies on the Java heap. */
  private static OrtSession create(
      Bundle bundle, BundleManifest.FileEntry file, OrtSession.SessionOptions sessionOptions)
      throws OrtException {
    Optional<Path> path = bundle.pathOf(file);
    return path.isPresent()
        ? Ort.environment().createSession(path.get().toString(), sessionOptions)
        : Ort.environment().createSession(bundle.read(file), sessionOptions);
  }

  private OrtSession.SessionOptions sessionOptions(GraphName graph, ExecutionProvider provider)
      throws OrtException {
    OrtSession.SessionOptions session = new OrtSession.SessionOptions();
    try {
      session.setIntraOpNumThreads(options.intraOpThreads());
      session.setInterOpNumThreads(1);
      // Lengths and batch sizes differ from run to run, and on CUDA the patterns pile up
      // (onnxruntime #29351).
      session.setMemoryPatternOptimization(false);
      // A softmax over masked values makes denormal numbers, which are slow. (This reaches ONNX
      // Runtime's own threads, not the one that calls it.)
      session.addConfigEntry("session.set_denormal_as_zero", "1");
      // Each graph has its own threads: those of an idle graph must not burn the others' cores.
      session.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (provider == ExecutionProvider.TENSORRT && STEADY.contains(graph)) {
        addTensorRt(session);
      }
      if (provider != ExecutionProvider.CPU) {
        addCuda(session);
      }
      return session;
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void addTensorRt(OrtSession.SessionOptions session) {
    RuntimeOptions.Cuda settings = options.cuda();
    try (OrtTensorRTProviderOptions tensorRt =
        new OrtTensorRTProviderOptions(settings.deviceId())) {
      for (var option : settings.tensorRt().entrySet()) {
        tensorRt.add(option.getKey(), option.getValue());
      }
      session.addTensorrt(tensorRt);
    } catch (OrtException e) {
      throw new ExecutionProviderException(
          "TensorRT on CUDA device %d can't be used: %s"
              .formatted(settings.deviceId(), e.getMessage()),
          e);
    }
  }

  private void addCuda(OrtSession.SessionOptions session) {
    RuntimeOptions.Cuda settings = options.cuda();
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(settings.deviceId())) {
      if (settings.memoryLimitBytes() > 0) {
        cuda.add("gpu_mem_limit", String.valueOf(settings.memoryLimitBytes()));
      }
      for (var option : settings.extra().entrySet()) {
        cuda.add(option.getKey(), option.getValue());
      }
      session.addCUDA(cuda);
    } catch (OrtException e) {
      throw new ExecutionProviderException(
          "CUDA device %d can't be used: %s".formatted(settings.deviceId(), e.getMessage()), e);
    }
  }
}
