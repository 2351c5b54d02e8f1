package io.earwitness.benchmarks.codec;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;
import io.earwitness.onnx.runtime.ExecutionProvider;
import io.earwitness.onnx.runtime.GraphSession;
import io.earwitness.onnx.runtime.RunDeadline;
import io.earwitness.onnx.runtime.SessionOpener;
import io.earwitness.onnx.runtime.Tensors;
import java.util.Map;

/** Opens sessions that show which codes the caption model was given last. */
final class CodeTap implements SessionOpener {
  private final SessionOpener opener;
  private volatile long[] codes = {};

  CodeTap(SessionOpener opener) {
    this.opener = opener;
  }

  /** {@code int64[batch · frames · codebooks]} */
  long[] codes() {
    return codes;
  }

  @Override
  public GraphSession open(Bundle bundle, GraphName graph, ExecutionProvider provider) {
    GraphSession session = opener.open(bundle, graph, provider);
    return graph == GraphName.ENCODER ? new Tapped(session) : session;
  }

  private final class Tapped implements GraphSession {
    private final GraphSession session;

    Tapped(GraphSession session) {
      this.session = session;
    }

    @Override
    public Tensors run(Map<String, OnnxTensor> inputs, RunDeadline deadline) throws OrtException {
      codes = inputs.get("codes").getLongBuffer().array();
      return session.run(inputs, deadline);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
