package io.earwitness.onnx.runtime;

import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.GraphName;

/** Makes a session for one graph of a bundle: the seam where tests inject faults. */
@FunctionalInterface
public interface SessionOpener {

  /**
   * @param provider any but {@link ExecutionProvider#AUTO}
   * @throws io.earwitness.onnx.bundle.BundleException if the graph is damaged or breaks the
   *     contract
   * @throws ExecutionProviderException if the provider does not work here
   */
  GraphSession open(Bundle bundle, GraphName graph, ExecutionProvider provider);
}
