package io.earwitness.settings;

import java.util.List;
import java.util.Locale;

/** Recognises keys of other people's settings whose values must not be shown. */
public final class Secrets {
  private static final List<String> TELLING =
      List.of(
          "password",
          "secret",
          "token",
          "jaas",
          "user.info",
          "key.pem",
          "keystore.key",
          "credential");

  private Secrets() {}

  public static boolean soundLikeOne(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return TELLING.stream().anyMatch(lower::contains);
  }
}
