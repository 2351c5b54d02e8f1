package io.earwitness.onnx.bundle;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A tensor as the contract wants it: element type, and a name and size for each dimension. */
record TensorSpec(String name, OnnxJavaType type, List<Dim> dims) {

  /**
   * @param size {@link #ANY} where each run chooses it
   */
  record Dim(String name, long size) {
    static final long ANY = -1;

    static Dim any(String name) {
      return new Dim(name, ANY);
    }

    /**
     * A size that the graph leaves open is accepted where the contract fixes it: exporters lose
     * such knowledge. The other way round the graph would work for one size alone.
     */
    boolean accepts(long found) {
      return found == ANY || found == size;
    }

    @Override
    public String toString() {
      return size == ANY ? name : String.valueOf(size);
    }
  }

  static TensorSpec floats(String name, Dim... dims) {
    return new TensorSpec(name, OnnxJavaType.FLOAT, List.of(dims));
  }

  static TensorSpec longs(String name, Dim... dims) {
    return new TensorSpec(name, OnnxJavaType.INT64, List.of(dims));
  }

  boolean accepts(TensorInfo found) {
    long[] shape = found.getShape();
    if (found.type != type || shape.length != dims.size()) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      if (!dims.get(i).accepts(shape[i])) {
        return false;
      }
    }
    return true;
  }

  /** Type and shape, such as {@code float[batch, 8, past, 64]}. */
  String describe() {
    return describe(type, dims.stream().map(Dim::toString).toList());
  }

  static String describe(TensorInfo found) {
    long[] shape = found.getShape();
    String[] names = found.getDimensionNames();
    List<String> dims = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      boolean named = i < names.length && !names[i].isEmpty();
      dims.add(shape[i] >= 0 ? String.valueOf(shape[i]) : named ? names[i] : "?");
    }
    return describe(found.type, dims);
  }

  private static String describe(OnnxJavaType type, List<String> dims) {
    return dims.stream()
        .collect(Collectors.joining(", ", type.name().toLowerCase(Locale.ROOT) + "[", "]"));
  }
}
