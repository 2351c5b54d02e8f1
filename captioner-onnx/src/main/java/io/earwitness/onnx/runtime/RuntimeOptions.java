package io.earwitness.onnx.runtime;

import java.util.Map;

/**
 * How sessions are made.
 *
 * @param provider what to run on
 * @param cpuFallback whether a GPU's provider may give way to the CPU where it does not work;
 *     {@link ExecutionProvider#AUTO} always may
 * @param intraOpThreads threads that share one operator's work, at least 1
 * @param cuda used where the provider is CUDA or TensorRT
 */
public record RuntimeOptions(
    ExecutionProvider provider, boolean cpuFallback, int intraOpThreads, Cuda cuda) {

  /**
   * @param deviceId the GPU's index
   * @param memoryLimitBytes most GPU memory that a session's arena takes; 0 for no limit
   * @param extra further options by ONNX Runtime's own names, such as {@code
   *     cudnn_conv_algo_search}
   * @param tensorRt options of TensorRT on the same device, likewise, such as {@code
   *     trt_engine_cache_path}
   */
  public record Cuda(
      int deviceId,
      long memoryLimitBytes,
      Map<String, String> extra,
      Map<String, String> tensorRt) {
    public static final Cuda DEFAULT = new Cuda(0, 0, Map.of(), Map.of());

    public Cuda {
      extra = Map.copyOf(extra);
      tensorRt = Map.copyOf(tensorRt);
      if (deviceId < 0) {
        throw new IllegalArgumentException("cuda device %d is negative".formatted(deviceId));
      }
      if (memoryLimitBytes < 0) {
        throw new IllegalArgumentException(
            "a cuda memory limit of %d bytes is negative".formatted(memoryLimitBytes));
      }
    }
  }

  public RuntimeOptions {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException(
          "intraOpThreads = %d is below 1".formatted(intraOpThreads));
    }
  }

  /** On the CPU with so many threads. */
  public static RuntimeOptions cpu(int intraOpThreads) {
    return new RuntimeOptions(ExecutionProvider.CPU, false, intraOpThreads, Cuda.DEFAULT);
  }

  /** On CUDA where it works, else on all of the CPU. */
  public static RuntimeOptions auto() {
    return new RuntimeOptions(
        ExecutionProvider.AUTO, true, Runtime.getRuntime().availableProcessors(), Cuda.DEFAULT);
  }
}
