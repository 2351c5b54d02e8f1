package io.earwitness.onnx.bundle;

import ai.onnxruntime.OnnxJavaType;
import java.util.Locale;

/** Element type of the keys and values that pass between encoder and decoder steps. */
public enum CacheType {
  FLOAT32(OnnxJavaType.FLOAT),
  FLOAT16(OnnxJavaType.FLOAT16);

  private final OnnxJavaType tensorType;

  CacheType(OnnxJavaType tensorType) {
    this.tensorType = tensorType;
  }

  OnnxJavaType tensorType() {
    return tensorType;
  }

  /** As {@code bundle.json} spells it. */
  String inManifest() {
    return name().toLowerCase(Locale.ROOT);
  }
}
