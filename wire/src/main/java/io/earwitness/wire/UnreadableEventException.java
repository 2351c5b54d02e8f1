package io.earwitness.wire;

import io.earwitness.captioner.event.DeadLetter;

/**
 * Bytes that are not the event they should be, now or ever: a dead letter. The message is a
 * sentence that says what is wrong.
 */
public class UnreadableEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetter.Reason reason;

  public UnreadableEventException(DeadLetter.Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public UnreadableEventException(DeadLetter.Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public DeadLetter.Reason reason() {
    return reason;
  }
}
