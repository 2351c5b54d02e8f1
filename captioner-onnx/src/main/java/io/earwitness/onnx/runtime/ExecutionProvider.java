package io.earwitness.onnx.runtime;

/** What the graphs run on. */
public enum ExecutionProvider {
  /** CUDA where it works, else the CPU. */
  AUTO,
  CPU,
  CUDA,
  /** TensorRT for graphs whose shapes hold still, and for whatever it takes of them; else CUDA. */
  TENSORRT
}
