package io.earwitness.wire.mapping;

import java.util.OptionalDouble;

/** Numbers that may be missing: null in a record, empty in the domain. */
final class Optionals {
  private Optionals() {}

  static Double nullable(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  static OptionalDouble of(Double nullable) {
    return nullable == null ? OptionalDouble.empty() : OptionalDouble.of(nullable);
  }
}
