package io.earwitness.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.Map;

/**
 * One graph, ready to run. Thread-safe but for {@link #close()}, which must come after all runs.
 */
public interface GraphSession extends AutoCloseable {

  /**
   * Runs the graph; the caller owns the outputs, the inputs stay as they are.
   *
   * @throws OrtException if the run fails, or ends at its deadline
   */
  Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) throws OrtException;

  @Override
  void close();
}
