package io.earwitness.web;

/** A request that can't be served. The message is one sentence for people. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private RefusedException(int status, String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = status;
  }

  /** The request itself is wrong. */
  public static RefusedException wrong(String sentence) {
    return new RefusedException(400, sentence, null);
  }

  /** Who asks may not have it. */
  public static RefusedException forbidden(String sentence) {
    return new RefusedException(403, sentence, null);
  }

  /** What is asked for is not there, or no longer. */
  public static RefusedException missing(String sentence) {
    return new RefusedException(404, sentence, null);
  }

  /** It can be asked for again in a moment. */
  public static RefusedException notNow(String sentence, Throwable cause) {
    return new RefusedException(503, sentence, cause);
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }
}
