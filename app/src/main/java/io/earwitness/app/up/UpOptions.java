package io.earwitness.app.up;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.ingest.Speed;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.CaptionSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * What the all-in-one was asked to do.
 *
 * @param once end when all files have been captioned
 * @param brokerPort 0 for any free one
 * @param registryPort 0 for any free one
 * @param rules to apply before anything is captioned, checked
 * @param settings so far: where broker and registry are is not known yet
 */
public record UpOptions(
    List<FeedChoice> feeds,
    boolean once,
    Speed speed,
    boolean json,
    DataFolder data,
    int brokerPort,
    int registryPort,
    List<AlertRule> rules,
    SettingsBuilder settings) {
  public UpOptions {
    feeds = List.copyOf(feeds);
    rules = List.copyOf(rules);
  }

  /** Folder of the bundle that captions. */
  Path bundle() {
    return settings.resolve().get(CaptionSettings.BUNDLE);
  }
}
