package io.earwitness.topology.notify;

/** A target did not take what it was told. The message is a sentence. */
class DeliveryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  private DeliveryException(String message, Throwable cause, boolean lasting) {
    super(message, cause);
    this.lasting = lasting;
  }

  /** The target may take it later. */
  static DeliveryException passing(String message, Throwable cause) {
    return new DeliveryException(message, cause, false);
  }

  /** The target will never take it. */
  static DeliveryException lasting(String message) {
    return new DeliveryException(message, null, true);
  }

  boolean isLasting() {
    return lasting;
  }
}
