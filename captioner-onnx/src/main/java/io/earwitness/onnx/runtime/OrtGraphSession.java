package io.earwitness.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** A graph in an ONNX Runtime session of its own. */
record OrtGraphSession(OrtSession session) implements GraphSession {

  @Override
  public Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) throws OrtException {
    return Tensors.of(session.run(inputs, deadline.options()));
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("an ONNX Runtime session can't be closed", e);
    }
  }
}
