package io.earwitness.onnx.runtime;

/** The execution provider that was asked for does not work here. The message is one sentence. */
public class ExecutionProviderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExecutionProviderException(String message, Throwable cause) {
    super(message, cause);
  }
}
