package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.util.List;

/** Where a program that Flink does not run tells how it is. */
public final class MetricsSettings {
  public static final Setting<Integer> PORT =
      Setting.between(
          0,
          65_535,
          Setting.of(
              "metrics.port",
              SettingTypes.INT,
              0,
              "Port with `/metrics` for Prometheus and `/health`; 0 opens none. The job has Flink's reporters instead."));
  public static final Setting<String> HOST =
      Setting.of(
          "metrics.host",
          SettingTypes.TEXT,
          "127.0.0.1",
          "Address that `metrics.port` is opened on; `0.0.0.0` for all, as a container needs.");

  static final List<Setting<?>> ALL = List.of(PORT, HOST);

  private MetricsSettings() {}
}
