package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** How feeds are cut into windows. */
public final class WindowSettings {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(13_600);

  public static final Setting<Duration> LENGTH =
      Setting.between(
          SHORTEST,
          LONGEST,
          Setting.of(
              "window.length",
              SettingTypes.DURATION,
              Duration.ofSeconds(10),
              "Length of a window; the model was trained on 10s and holds 13.6s at most."));
  public static final Setting<Duration> HOP =
      Setting.between(
          SHORTEST,
          LONGEST,
          Setting.of(
              "window.hop",
              SettingTypes.DURATION,
              Duration.ofSeconds(5),
              "How far each window begins after the one before; at most `window.length`."));
  public static final Setting<Duration> IDLE_TIMEOUT =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofDays(1),
          Setting.of(
              "window.idle-timeout",
              SettingTypes.DURATION,
              Duration.ofSeconds(30),
              "A feed that sends nothing for so long is closed, its last window with what is there."));
  public static final Setting<Duration> REORDER_TOLERANCE =
      Setting.between(
          Duration.ZERO,
          Duration.ofMinutes(10),
          Setting.of(
              "window.reorder-tolerance",
              SettingTypes.DURATION,
              Duration.ofSeconds(2),
              "Sound that may come beyond a window's end before its missing samples are given up."));
  public static final Setting<Long> LARGEST_CHUNK =
      Setting.between(
          1024L,
          64L << 20,
          Setting.of(
              "window.largest-chunk",
              SettingTypes.BYTES,
              8L << 20,
              "A chunk with a larger payload is refused."));

  static final List<Setting<?>> ALL =
      List.of(LENGTH, HOP, IDLE_TIMEOUT, REORDER_TOLERANCE, LARGEST_CHUNK);

  private WindowSettings() {}
}
