package io.earwitness.wire;

/** Brokers that don't answer or topics that can't be used. The message is a sentence a problem. */
public class TopicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TopicException(String message) {
    super(message);
  }

  public TopicException(String message, Throwable cause) {
    super(message, cause);
  }
}
