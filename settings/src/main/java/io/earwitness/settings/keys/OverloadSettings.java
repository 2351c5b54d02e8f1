package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** What may be given up where captions of live feeds come too late. */
public final class OverloadSettings {
  /** How far quality may be traded for freshness. */
  public enum Policy {
    /** Not at all: captions come late. */
    OFF,
    /** Captions are made with one beam; each window has one. */
    FEWER_BEAMS,
    /** Beyond that, every second window is left out, and at last every window. */
    SKIP_AHEAD
  }

  public static final Setting<Policy> POLICY =
      Setting.of(
          "overload.policy",
          SettingTypes.oneOf(Policy.class),
          Policy.OFF,
          "What may be given up where windows of live feeds wait too long: nothing, beams, or also windows, each left out told.");
  public static final Setting<Duration> LAG =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofHours(1),
          Setting.of(
              "overload.lag",
              SettingTypes.DURATION,
              Duration.ofSeconds(30),
              "A window that waited so long is captioned with one beam; at twice this every second one is left out, at three times each."));
  public static final Setting<List<String>> HIGH_PRIORITY =
      Setting.withoutDefault(
          "overload.high-priority",
          SettingTypes.listOf(SettingTypes.TEXT),
          "Feeds, by name or glob, that give up something only when the others have given up all.");

  static final List<Setting<?>> ALL = List.of(POLICY, LAG, HIGH_PRIORITY);

  private OverloadSettings() {}
}
