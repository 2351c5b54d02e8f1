package io.earwitness.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers settings from a file, the environment and flags. A flag counts more than the environment,
 * which counts more than the file. Not safe for use by several threads.
 */
public final class SettingsBuilder {
  private final Catalogue catalogue;
  private final Map<String, RawValue> fromFile = new LinkedHashMap<>();
  private final Map<String, RawValue> fromEnvironment = new LinkedHashMap<>();
  private final Map<String, RawValue> fromFlags = new LinkedHashMap<>();

  SettingsBuilder(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads a YAML file; nested keys are joined by dots.
   *
   * @throws SettingsException if it is missing or not YAML
   */
  public SettingsBuilder file(Path path) {
    fromFile.putAll(YamlFile.read(path));
    return this;
  }

  /** Takes the variables that begin with {@code EARWITNESS_}. */
  public SettingsBuilder environment(Map<String, String> variables) {
    fromEnvironment.putAll(new Environment(catalogue).read(variables));
    return this;
  }

  /** What a flag sets. */
  public SettingsBuilder set(String key, String value) {
    fromFlags.put(key, new RawValue(value, "--set " + key));
    return this;
  }

  /**
   * What {@code --set key=value} sets.
   *
   * @throws SettingsException if there is no equals sign
   */
  public SettingsBuilder set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new SettingsException("--set %s: expected key=value.".formatted(assignment));
    }
    return set(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  /**
   * Checks everything.
   *
   * @throws SettingsException with a sentence for each unknown key and each bad value
   */
  public Settings resolve() {
    Map<String, RawValue> merged = new LinkedHashMap<>(fromFile);
    merged.putAll(fromEnvironment);
    merged.putAll(fromFlags);
    List<String> problems = new ArrayList<>();
    Map<String, RawValue> resolved = new LinkedHashMap<>();
    merged.forEach(
        (key, value) -> {
          if (catalogue.knows(key)) {
            RawValue whole = FileReferences.resolve(value);
            resolved.put(key, whole);
            check(key, whole, problems);
          } else {
            problems.add(unknown(key, value.origin()));
          }
        });
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new Settings(catalogue, resolved);
  }

  private void check(String key, RawValue value, List<String> problems) {
    catalogue
        .find(key)
        .ifPresent(
            setting -> {
              try {
                setting.parse(value.text());
              } catch (IllegalArgumentException | ArithmeticException e) {
                String shown = setting.isSecret() ? Settings.MASK : value.text();
                problems.add(
                    "%s: %s is \"%s\" but must be %s."
                        .formatted(value.origin(), key, shown, setting.allowed()));
              }
            });
  }

  private String unknown(String key, String origin) {
    String what =
        key.equals(origin)
            ? "%s sets nothing".formatted(key)
            : "%s: unknown setting %s".formatted(origin, key);
    String asKey = key.startsWith(Environment.PREFIX) ? Environment.dotted(key) : key;
    return catalogue
        .nearest(asKey)
        .map(near -> key.equals(origin) ? Environment.nameOf(near) : near)
        .map(near -> "%s; did you mean %s?".formatted(what, near))
        .orElse(what + "; docs/settings.md lists all that there are.");
  }
}
