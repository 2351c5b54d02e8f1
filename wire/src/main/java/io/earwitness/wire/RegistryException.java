package io.earwitness.wire;

/**
 * The registry refuses something that will not change by waiting: a log-in, an address, a schema.
 * The message is a sentence that says what and where.
 */
public class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
