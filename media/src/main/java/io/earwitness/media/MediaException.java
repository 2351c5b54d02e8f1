package io.earwitness.media;

import java.io.IOException;

/** Audio that can't be read or written. The message is one sentence for people. */
public class MediaException extends IOException {
  private static final long serialVersionUID = 1L;

  public MediaException(String message) {
    super(message);
  }

  public MediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
