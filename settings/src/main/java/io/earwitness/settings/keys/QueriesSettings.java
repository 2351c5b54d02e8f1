package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** The queries that the Kafka Streams application answers over HTTP. */
public final class QueriesSettings {
  public static final Setting<Integer> PORT =
      Setting.between(
          0,
          65_535,
          Setting.of(
              "queries.port",
              SettingTypes.INT,
              0,
              "Port on which the Kafka Streams application answers queries in JSON; 0 opens none."
                  + " All instances need one, or none."));
  public static final Setting<String> HOST =
      Setting.of(
          "queries.host",
          SettingTypes.TEXT,
          "127.0.0.1",
          "Address that `queries.port` is opened on; beyond this machine (`0.0.0.0`) only with"
              + " `queries.token`.");
  public static final Setting<String> ADVERTISED_HOST =
      Setting.withoutDefault(
              "queries.advertised-host",
              SettingTypes.TEXT,
              "Name or address under which the other instances reach this one; without it"
                  + " `queries.host`, or this machine's address where that stands for all.")
          .where("a host without a port", text -> text.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:]+"));
  public static final Setting<String> TOKEN =
      Setting.withoutDefault(
              "queries.token",
              SettingTypes.TEXT,
              "Whoever asks must bring it (`Authorization: Bearer …`); the same for all instances.")
          .where("at least 16 letters, digits, dashes and underscores", PageSettings::isToken)
          .secret();
  public static final Setting<Duration> TIMEOUT =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Setting.of(
              "queries.timeout",
              SettingTypes.DURATION,
              Duration.ofSeconds(5),
              "How long another instance may take to answer what it holds."));

  static final List<Setting<?>> ALL = List.of(PORT, HOST, ADVERTISED_HOST, TOKEN, TIMEOUT);

  private QueriesSettings() {}
}
