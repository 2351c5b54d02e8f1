package io.earwitness.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads settings from environment variables: {@code window.hop} is {@code EARWITNESS_WINDOW_HOP}. A
 * name with {@code _FILE} at its end gives the path of a file that holds the value.
 */
final class Environment {
  static final String PREFIX = "EARWITNESS_";
  private static final String FILE_SUFFIX = "_FILE";

  /** Kubernetes adds these to every pod beside a service that is called {@code earwitness…}. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "EARWITNESS_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP).*)?)");

  private final Map<String, String> keysByName = new LinkedHashMap<>();
  private final Catalogue catalogue;

  Environment(Catalogue catalogue) {
    this.catalogue = catalogue;
    catalogue.settings().forEach(setting -> keysByName.put(nameOf(setting.key()), setting.key()));
  }

  /** The variable that sets {@code key}. */
  static String nameOf(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Values by key. A variable that sets nothing known is kept under its own name. */
  Map<String, RawValue> read(Map<String, String> variables) {
    Map<String, RawValue> values = new LinkedHashMap<>();
    new TreeMap<>(variables)
        .forEach(
            (name, text) -> {
              if (name.startsWith(PREFIX)) {
                read(name, text, values);
              }
            });
    return values;
  }

  private void read(String name, String text, Map<String, RawValue> values) {
    String plainName =
        name.endsWith(FILE_SUFFIX) ? name.substring(0, name.length() - FILE_SUFFIX.length()) : name;
    if (knows(name)) {
      values.put(keyOf(name), new RawValue(text, name));
    } else if (!name.equals(plainName) && knows(plainName)) {
      values.put(keyOf(plainName), new RawValue(FileReferences.read(Path.of(text), name), name));
    } else if (!SERVICE_LINK.matcher(name).matches()) {
      values.put(name, new RawValue(text, name));
    }
  }

  /** A pass-through key takes the suffix {@code _FILE} for a file, so it never owns such a name. */
  private boolean knows(String name) {
    return keysByName.containsKey(name)
        || (!name.endsWith(FILE_SUFFIX) && catalogue.passThroughOf(dotted(name)).isPresent());
  }

  private String keyOf(String name) {
    return keysByName.getOrDefault(name, dotted(name));
  }

  /** Kafka's own keys are dotted words, so each underscore is a dot. */
  static String dotted(String name) {
    return name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
