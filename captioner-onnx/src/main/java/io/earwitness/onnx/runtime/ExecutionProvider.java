package io.earwitness.onnx.runtime;

/** What the graphs run on. */
public enum ExecutionProvider {
  /** CUDA where it works, else the CPU. */
  AUTO,
  CPU,
  CUDA
}
