package io.earwitness.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checked values of all settings. Immutable. */
public final class Settings {
  static final String MASK = "********";

  private final Catalogue catalogue;
  private final Map<String, RawValue> values;

  Settings(Catalogue catalogue, Map<String, RawValue> values) {
    this.catalogue = catalogue;
    this.values = Map.copyOf(values);
  }

  /** Starts to gather settings that {@code catalogue} knows. */
  public static SettingsBuilder of(Catalogue catalogue) {
    return new SettingsBuilder(catalogue);
  }

  /**
   * The value, or the default.
   *
   * @throws SettingsException if there is neither
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(
            () ->
                new SettingsException(
                    "%s is not set; put it into the settings file, into %s or behind --set. %s"
                        .formatted(
                            setting.key(), Environment.nameOf(setting.key()), setting.sentence())));
  }

  /** The value, or the default, or nothing. */
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable(values.get(setting.key()))
        .map(RawValue::text)
        .map(setting::parse)
        .or(setting::defaultValue);
  }

  /** Whether someone gave the value, be it the same as the default. */
  public boolean isSet(Setting<?> setting) {
    return values.containsKey(setting.key());
  }

  /** What was set of a family, the prefix taken off the keys. */
  public Map<String, String> get(PassThrough family) {
    Map<String, String> inner = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (family.holds(key)) {
            inner.put(family.inner(key), value.text());
          }
        });
    return inner;
  }

  /**
   * Every value that someone gave, by key, with its origin, for people. Secrets, and pass-through
   * values of keys that sound like one, are masked.
   */
  public List<String> describe() {
    Map<String, String> lines = new LinkedHashMap<>();
    new TreeMap<>(values)
        .forEach(
            (key, value) -> {
              String shown = isSecret(key) ? MASK : value.text();
              lines.put(key, "%s = %s (%s)".formatted(key, shown, value.origin()));
            });
    return List.copyOf(lines.values());
  }

  private boolean isSecret(String key) {
    return catalogue.find(key).map(Setting::isSecret).orElseGet(() -> Secrets.soundLikeOne(key));
  }
}
