package io.earwitness.web;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** What a request's parameters say; what can't be read is refused. */
public final class Asked {
  /** Years beyond which no feed's clock goes; larger numbers would overflow. */
  private static final long MOST_MILLIS = 8_000_000_000_000_000L / 1_000;

  private Asked() {}

  /**
   * @throws RefusedException if it is missing
   */
  public static Instant time(Context ctx, String name) {
    return optionalTime(ctx, name)
        .orElseThrow(() -> RefusedException.wrong("The parameter %s is missing.".formatted(name)));
  }

  /** Milliseconds since 1970, or as ISO 8601 writes it. */
  public static Optional<Instant> optionalTime(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!text.matches("-?\\d{1,18}")) {
        return Optional.of(Instant.parse(text));
      }
      long millis = Long.parseLong(text);
      if (Math.abs(millis) <= MOST_MILLIS) {
        return Optional.of(Instant.ofEpochMilli(millis));
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw RefusedException.wrong(
        "%s must be milliseconds since 1970 or a time such as 2026-01-31T12:00:00Z."
            .formatted(name));
  }

  /**
   * @param unasked what holds where the parameter is missing
   */
  public static int number(Context ctx, String name, int unasked, int highest) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return unasked;
    }
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > highest) {
      throw RefusedException.wrong("%s must be from 0 to %d.".formatted(name, highest));
    }
    return Integer.parseInt(text);
  }

  /** Whether a parameter is {@code true}. */
  public static boolean flag(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw RefusedException.wrong("%s must be true or false.".formatted(name));
    }
    return "true".equals(text);
  }
}
