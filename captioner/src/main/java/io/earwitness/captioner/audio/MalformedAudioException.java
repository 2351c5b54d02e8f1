package io.earwitness.captioner.audio;

/**
 * A payload that does not decode to what its chunk promises. The message says what is wrong and
 * where.
 */
public class MalformedAudioException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong, as a code that ends in the dead letter. */
  public enum Reason {
    UNDECODABLE_PAYLOAD,
    SAMPLE_COUNT_MISMATCH,
    NOT_A_NUMBER
  }

  public MalformedAudioException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public MalformedAudioException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
