package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** What makes a sound event of the labelled sounds in captions. */
public final class SoundSettings {
  public static final Setting<Double> START_THRESHOLD =
      Setting.between(
          0.0,
          1.0,
          Setting.of(
              "sounds.start-threshold",
              SettingTypes.NUMBER,
              0.5,
              "A sound event has at least one window in which its score reaches this."));
  public static final Setting<Double> KEEP_THRESHOLD =
      Setting.between(
          0.0,
          1.0,
          Setting.of(
              "sounds.keep-threshold",
              SettingTypes.NUMBER,
              0.35,
              "A sound event goes on while its score reaches this; at most"
                  + " `sounds.start-threshold`."));
  public static final Setting<Duration> MINIMUM_DURATION =
      Setting.between(
          Duration.ZERO,
          Duration.ofHours(1),
          Setting.of(
              "sounds.minimum-duration",
              SettingTypes.DURATION,
              Duration.ZERO,
              "What is heard for less is no sound event."));
  public static final Setting<Duration> MAXIMUM_GAP =
      Setting.between(
          Duration.ZERO,
          Duration.ofHours(1),
          Setting.of(
              "sounds.maximum-gap",
              SettingTypes.DURATION,
              Duration.ofSeconds(5),
              "Two sounds that are at most this far apart are one sound event."));
  public static final Setting<Duration> IDLE_TIMEOUT =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Setting.of(
              "sounds.idle-timeout",
              SettingTypes.DURATION,
              Duration.ofMinutes(1),
              "Sound events of a feed without captions end after so long."));

  static final List<Setting<?>> ALL =
      List.of(START_THRESHOLD, KEEP_THRESHOLD, MINIMUM_DURATION, MAXIMUM_GAP, IDLE_TIMEOUT);

  private SoundSettings() {}
}
