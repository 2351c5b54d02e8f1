package io.earwitness.metrics;

/** The metrics can't be served; the message is one sentence for people. */
public final class MetricsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MetricsException(String message, Throwable cause) {
    super(message, cause);
  }
}
