package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** What holds for the alerts of all rules. */
public final class AlertingSettings {
  public static final Setting<Duration> MAXIMUM_GAP =
      Setting.between(
          Duration.ZERO,
          Duration.ofHours(1),
          Setting.of(
              "alerts.maximum-gap",
              SettingTypes.DURATION,
              Duration.ofSeconds(5),
              "What a rule finds at most this far apart is one occurrence; an alert is resolved"
                  + " when nothing was found for longer."));
  public static final Setting<Duration> IDLE_TIMEOUT =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Setting.of(
              "alerts.idle-timeout",
              SettingTypes.DURATION,
              Duration.ofMinutes(1),
              "Alerts of a feed without captions are resolved after so long."));

  static final List<Setting<?>> ALL = List.of(MAXIMUM_GAP, IDLE_TIMEOUT);

  private AlertingSettings() {}
}
