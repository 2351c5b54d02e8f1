package io.earwitness.wire;

import java.io.IOException;

/** Bytes that do not have the shape of their schema. */
final class MalformedDatumException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedDatumException(String message) {
    super(message);
  }
}
