package io.earwitness.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import io.earwitness.onnx.bundle.CacheType;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Locale;
import java.util.stream.Collectors;

/** The process' one ONNX Runtime environment, and tensors made in it. Thread-safe. */
public final class Ort {
  /** What goes wrong arrives as an exception: it need not write to standard error as well. */
  private static final OrtEnvironment ENVIRONMENT =
      EnvironmentOpener.open(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "earwitness");

  private Ort() {}

  /** Lives as long as the process; closing it does nothing. */
  static OrtEnvironment environment() {
    return ENVIRONMENT;
  }

  /** Whether the native library was built with CUDA; says nothing about the machine. */
  static boolean isBuiltWithCuda() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /** What the native library was built to run on: {@code cpu}, {@code cuda}, …. */
  public static String providers() {
    return OrtEnvironment.getAvailableProviders().stream()
        .map(provider -> provider.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** ONNX Runtime's version. */
  public static String version() {
    return ENVIRONMENT.getVersion();
  }

  /**
   * {@code float[shape]}; the caller closes it. A direct buffer is used in place, others are
   * copied.
   */
  public static OnnxTensor floats(FloatBuffer values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, values, shape);
  }

  /** {@code int64[shape]}; the caller closes it. */
  public static OnnxTensor longs(long[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(values), shape);
  }

  /** A tensor without elements: one of the dimensions is 0. The caller closes it. */
  public static OnnxTensor empty(CacheType type, long... shape) throws OrtException {
    return switch (type) {
      case FLOAT32 -> floats(FloatBuffer.allocate(0), shape);
      case FLOAT16 ->
          OnnxTensor.createTensor(
              ENVIRONMENT, ShortBuffer.allocate(0), shape, OnnxJavaType.FLOAT16);
    };
  }
}
