package io.earwitness.onnx.bundle;

/**
 * A bundle that can't be used. The message is one sentence: which file, what was expected, what was
 * found.
 */
public class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
