package io.earwitness.topology;

/** The timeline can't be read just now: the application starts, hands over partitions or stops. */
public class TimelineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TimelineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
