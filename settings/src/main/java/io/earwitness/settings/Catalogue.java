package io.earwitness.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that can be set, in the order in which people read it. Immutable. */
public final class Catalogue {
  private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
  private final List<PassThrough> passThroughs;

  /**
   * @throws IllegalArgumentException if two settings have the same key
   */
  public Catalogue(List<Setting<?>> settings, List<PassThrough> passThroughs) {
    this.passThroughs = List.copyOf(passThroughs);
    for (Setting<?> setting : settings) {
      if (this.settings.put(setting.key(), setting) != null) {
        throw new IllegalArgumentException("two settings are called " + setting.key());
      }
    }
  }

  Optional<Setting<?>> find(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  Optional<PassThrough> passThroughOf(String key) {
    return passThroughs.stream().filter(family -> family.holds(key)).findFirst();
  }

  boolean knows(String key) {
    return settings.containsKey(key) || passThroughOf(key).isPresent();
  }

  /** The known key that is most like a misspelled one, if any is. */
  Optional<String> nearest(String key) {
    return Nearest.to(
        key,
        Stream.concat(settings.keySet().stream(), passThroughs.stream().map(PassThrough::prefix)));
  }

  public Collection<Setting<?>> settings() {
    return settings.values();
  }

  public List<PassThrough> passThroughs() {
    return passThroughs;
  }
}
