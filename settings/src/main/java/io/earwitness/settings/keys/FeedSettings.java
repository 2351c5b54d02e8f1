package io.earwitness.settings.keys;

import io.earwitness.settings.PassThrough;
import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** What is said of feeds, and when a feed is not well. */
public final class FeedSettings {
  public static final PassThrough LABELS =
      new PassThrough(
          "feeds.labels",
          "Labels of feeds, which alert rules ask for: `feeds.labels.shop-*.site` is the label site"
              + " of every feed whose name the glob matches.");
  public static final Setting<Duration> STALLED_AFTER =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Setting.of(
              "feeds.stalled-after",
              SettingTypes.DURATION,
              Duration.ofSeconds(30),
              "A feed whose session has not ended is stalled after so long without a caption; more"
                  + " than a hop."));
  public static final Setting<Double> STUTTERING_SHARE =
      Setting.between(
          0.0,
          1.0,
          Setting.of(
              "feeds.stuttering-share",
              SettingTypes.NUMBER,
              0.05,
              "A feed stutters if at least this share of samples is missing in half of its newest"
                  + " windows."));
  public static final Setting<Double> QUIET_BELOW_HABIT =
      Setting.between(
          1.0,
          120.0,
          Setting.of(
              "feeds.quiet-below-habit",
              SettingTypes.NUMBER,
              25.0,
              "A feed is quiet if it is so many decibels below the level that it usually has, or"
                  + " digitally silent."));
  public static final Setting<Duration> QUIET_FOR =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Setting.of(
              "feeds.quiet-for",
              SettingTypes.DURATION,
              Duration.ofMinutes(1),
              "A feed that is quiet for so long is silent."));

  static final List<Setting<?>> ALL =
      List.of(STALLED_AFTER, STUTTERING_SHARE, QUIET_BELOW_HABIT, QUIET_FOR);

  private FeedSettings() {}
}
