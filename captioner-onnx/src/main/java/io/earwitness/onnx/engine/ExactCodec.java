package io.earwitness.onnx.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ModelSessions;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.Tensors;
import java.util.List;
import java.util.Map;

/** Encodes each window on its own, from its first sample on. Thread-safe. */
final class ExactCodec implements WindowCodec {
  @Override
  public Tensors encode(
      ModelSessions sessions,
      List<PendingWindow> windows,
      OnnxTensor waveform,
      RunDeadline deadline)
      throws OrtException {
    return sessions.get(GraphName.CODEC).run(Map.of("waveform", waveform), deadline);
  }
}
