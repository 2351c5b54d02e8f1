package io.earwitness.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors by name, and their owner: closing it frees them all. Not thread-safe. */
public final class Tensors implements AutoCloseable {
  private final Map<String, OnnxTensor> byName = new LinkedHashMap<>();

  /** Takes over the outputs of a run. The result itself need not be closed any more. */
  static Tensors of(OrtSession.Result result) {
    Tensors tensors = new Tensors();
    for (Map.Entry<String, OnnxValue> output : result) {
      tensors.put(output.getKey(), (OnnxTensor) output.getValue());
    }
    return tensors;
  }

  /** Takes over one tensor. */
  public void put(String name, OnnxTensor tensor) {
    OnnxTensor before = byName.put(name, tensor);
    if (before != null) {
      before.close();
    }
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** One tensor, which stays this owner's. */
  public OnnxTensor get(String name) {
    OnnxTensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor %s among %s".formatted(name, byName.keySet()));
    }
    return tensor;
  }

  /** {@code float[]} in row-major order, copied. */
  public float[] floats(String name) {
    return get(name).getFloatBuffer().array();
  }

  /** {@code int64[]} in row-major order, copied. */
  public long[] longs(String name) {
    return get(name).getLongBuffer().array();
  }

  /** The sizes of a tensor's dimensions. */
  public long[] shape(String name) {
    return get(name).getInfo().getShape();
  }

  @Override
  public void close() {
    byName.values().forEach(OnnxTensor::close);
    byName.clear();
  }
}
