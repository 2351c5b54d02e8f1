package io.earwitness.topology;

import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.FeedSettings;

/** Reads from the settings when a feed is not well. */
public final class FeedHealthSettings {
  private FeedHealthSettings() {}

  public static HealthSettings of(Settings settings) {
    return new HealthSettings(
        settings.get(FeedSettings.STALLED_AFTER),
        settings.get(FeedSettings.STUTTERING_SHARE),
        settings.get(FeedSettings.QUIET_BELOW_HABIT),
        settings.get(FeedSettings.QUIET_FOR));
  }
}
