package io.earwitness.media;

/** Audio that changes its rate or channels midway. */
public final class FormatChangedException extends MediaException {
  private static final long serialVersionUID = 1L;

  public FormatChangedException(String message) {
    super(message);
  }
}
