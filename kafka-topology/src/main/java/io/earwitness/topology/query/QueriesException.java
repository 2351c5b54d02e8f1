package io.earwitness.topology.query;

/** Queries can't be answered at all. The message is a sentence that says why. */
public final class QueriesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueriesException(String message, Throwable cause) {
    super(message, cause);
  }
}
