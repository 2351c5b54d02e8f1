package io.earwitness.topology;

import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.FeedSettings;
import java.util.HashMap;
import java.util.Map;

/** Reads the labels of feeds from the settings. */
public final class FeedLabelSettings {
  private FeedLabelSettings() {}

  /**
   * The labels under {@code feeds.labels}.
   *
   * @throws SettingsException if a key names no label, or a bad glob
   */
  public static FeedLabels of(Settings settings) {
    String family = FeedSettings.LABELS.prefix();
    Map<String, Map<String, String>> labels = new HashMap<>();
    settings
        .get(FeedSettings.LABELS)
        .forEach(
            (key, value) -> {
              int dot = key.lastIndexOf('.');
              if (dot < 1 || dot == key.length() - 1) {
                throw new SettingsException(
                    "%s.%s: expected %s.FEED.LABEL.".formatted(family, key, family));
              }
              labels
                  .computeIfAbsent(key.substring(0, dot), feed -> new HashMap<>())
                  .put(key.substring(dot + 1), value);
            });
    try {
      return FeedLabels.of(labels);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("%s: a glob %s.".formatted(family, e.getMessage()), e);
    }
  }
}
