package io.earwitness.wire.mapping;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.wire.UnreadableEventException;

/** Enums of domain and schema have the same names, but the schema's UNKNOWN. */
final class Enums {
  private Enums() {}

  /** The constant of the same name. */
  static <E extends Enum<E>> E same(Class<E> type, Enum<?> constant) {
    return Enum.valueOf(type, constant.name());
  }

  /**
   * The constant of the same name.
   *
   * @param field for the message
   * @throws UnreadableEventException if the domain has none: the event is of a later version
   */
  static <E extends Enum<E>> E known(Class<E> type, Enum<?> constant, String field)
      throws UnreadableEventException {
    for (E candidate : type.getEnumConstants()) {
      if (candidate.name().equals(constant.name())) {
        return candidate;
      }
    }
    throw new UnreadableEventException(
        DeadLetter.Reason.INVALID_FIELD,
        "%s is %s, which this version does not know.".formatted(field, constant));
  }
}
