package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** The page that `earwitness up` serves. */
public final class PageSettings {
  public static final Setting<Boolean> SERVE =
      Setting.of("page.serve", SettingTypes.BOOLEAN, true, "Whether there is a page at all.");
  public static final Setting<String> HOST =
      Setting.of(
          "page.host",
          SettingTypes.TEXT,
          "127.0.0.1",
          "Address to listen on; beyond this machine (`0.0.0.0`) only with a token.");
  public static final Setting<Integer> PORT =
      Setting.between(
          0,
          65_535,
          Setting.of(
              "page.port",
              SettingTypes.INT,
              8765,
              "Port to listen on, 0 for any free one; if the default is taken, any free one."));
  public static final Setting<String> TOKEN =
      Setting.withoutDefault(
              "page.token",
              SettingTypes.TEXT,
              "Whoever opens the page must know it; made up and printed where it is needed and not set.")
          .where("at least 16 letters, digits, dashes and underscores", PageSettings::isToken)
          .secret();
  public static final Setting<Boolean> AUDIO =
      Setting.of(
          "page.audio",
          SettingTypes.BOOLEAN,
          true,
          "Whether the page plays sound and shows spectrograms; off, it says only what was heard.");
  public static final Setting<Boolean> RULES =
      Setting.of(
          "page.rules",
          SettingTypes.BOOLEAN,
          true,
          "Whether alert rules may be changed on the page; off, they can be read and tried there.");
  public static final Setting<Integer> CONNECTIONS =
      Setting.between(
          1,
          10_000,
          Setting.of(
              "page.connections",
              SettingTypes.INT,
              200,
              "How many open pages are kept up to date at a time; one more is told to come back later."));
  public static final Setting<Duration> LOST_AFTER =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Setting.of(
              "page.lost-after",
              SettingTypes.DURATION,
              Duration.ofSeconds(10),
              "A feed that brought no sound for as long is shown as lost."));

  static final List<Setting<?>> ALL =
      List.of(SERVE, HOST, PORT, TOKEN, AUDIO, RULES, CONNECTIONS, LOST_AFTER);

  private PageSettings() {}

  static boolean isToken(String text) {
    return text.matches("[A-Za-z0-9_-]{16,200}");
  }
}
