package io.earwitness.app.up;

import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedsSource;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.ingest.Speed;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.CaptionSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * What the all-in-one was asked to do.
 *
 * @param feeds as the command line names them
 * @param feedsFile names others
 * @param once end when all files have been captioned
 * @param brokerPort 0 for any free one
 * @param registryPort 0 for any free one
 * @param rules to apply before anything is captioned, checked
 * @param settings so far: where broker and registry are is not known yet
 */
public record UpOptions(
    List<FeedChoice> feeds,
    FeedsSource feedsFile,
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

  /**
   * All feeds that are wanted at the start.
   *
   * @throws io.earwitness.app.CommandException if two have the same name
   * @throws io.earwitness.app.yaml.YamlFileException if the file of feeds can't be used
   */
  public List<FeedChoice> allFeeds() {
    return FeedChoice.allOf(feeds, feedsFile.choices());
  }

  /** Folder of the bundle that captions. */
  Path bundle() {
    return settings.resolve().get(CaptionSettings.BUNDLE);
  }
}
