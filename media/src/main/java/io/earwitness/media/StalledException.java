package io.earwitness.media;

/** A live input from which nothing comes any more. */
public final class StalledException extends MediaException {
  private static final long serialVersionUID = 1L;

  public StalledException(String message, Throwable cause) {
    super(message, cause);
  }
}
