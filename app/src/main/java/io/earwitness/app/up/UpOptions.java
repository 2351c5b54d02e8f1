package io.earwitness.app.up;

import io.earwitness.ingest.Speed;
import io.earwitness.settings.SettingsBuilder;
import java.util.List;

/**
 * What the all-in-one was asked to do.
 *
 * @param once end when all files have been captioned
 * @param brokerPort 0 for any free one
 * @param registryPort 0 for any free one
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
    SettingsBuilder settings) {
  public UpOptions {
    feeds = List.copyOf(feeds);
  }
}
