package io.earwitness.flink.config;

import io.earwitness.settings.keys.CaptionSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.TreeMap;

/**
 * Which model captions, on what.
 *
 * @param bundleFolder {@code null} for the bundle that comes along
 * @param threads CPU threads; 0 for one a core
 * @param attempt longest time of one attempt at a batch
 */
public record EngineChoice(
    String bundleFolder,
    CaptionSettings.Provider provider,
    CaptionSettings.Codec codec,
    Cuda cuda,
    int threads,
    int batchSize,
    Duration batchWait,
    long queueBytes,
    Duration attempt)
    implements Serializable {

  /**
   * @param device the GPU's index, unless Flink assigns one
   * @param memoryLimitBytes 0 for no limit
   * @param options by ONNX Runtime's own names
   * @param tensorRt TensorRT's, likewise
   */
  public record Cuda(
      int device,
      long memoryLimitBytes,
      TreeMap<String, String> options,
      TreeMap<String, String> tensorRt)
      implements Serializable {}
}
