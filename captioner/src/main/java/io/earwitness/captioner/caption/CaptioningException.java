package io.earwitness.captioner.caption;

/** A window that could not be captioned. The message says why. */
public class CaptioningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, as a code that ends in the dead letter. */
  public enum Reason {
    /** The window itself can't be captioned: too long, wrong rate, not finite. */
    INVALID_WINDOW,
    /** The model or its runtime failed. */
    INFERENCE_FAILED,
    /** No result within the deadline. */
    TIMED_OUT,
    /** The captioner was closed first. */
    CLOSED
  }

  private final Reason reason;

  public CaptioningException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public CaptioningException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
