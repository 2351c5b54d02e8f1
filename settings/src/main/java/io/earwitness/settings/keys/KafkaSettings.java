package io.earwitness.settings.keys;

import io.earwitness.settings.PassThrough;
import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.time.Duration;
import java.util.List;

/** Where Kafka and the Schema Registry are, and how to log in. */
public final class KafkaSettings {
  public static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.withoutDefault(
              "kafka.bootstrap.servers",
              SettingTypes.TEXT,
              "Kafka brokers to begin with, as host:port, separated by commas.")
          .where("host:port, separated by commas", KafkaSettings::areHostsWithPorts);
  public static final PassThrough PROPERTIES =
      new PassThrough(
          "kafka.properties",
          "Handed to every Kafka client: TLS, SASL and the rest, under Kafka's own names.");

  public static final Setting<String> REGISTRY_URL =
      Setting.withoutDefault(
              "registry.url",
              SettingTypes.TEXT,
              "Addresses of the Schema Registry (Confluent's REST API), separated by commas.")
          .where("http or https addresses, separated by commas", KafkaSettings::areHttp);
  public static final Setting<String> REGISTRY_USER =
      Setting.withoutDefault(
          "registry.user", SettingTypes.TEXT, "User for the registry's basic authentication.");
  public static final Setting<String> REGISTRY_PASSWORD =
      Setting.withoutDefault(
              "registry.password", SettingTypes.TEXT, "Password that belongs to the registry user.")
          .secret();
  public static final Setting<Duration> REGISTRY_RETRY_WAIT =
      Setting.between(
          Duration.ofMillis(50),
          Duration.ofMinutes(5),
          Setting.of(
              "registry.retry.wait",
              SettingTypes.DURATION,
              Duration.ofSeconds(1),
              "Pause between two attempts while the registry is away; the job waits for it."));
  public static final PassThrough REGISTRY_PROPERTIES =
      new PassThrough(
          "registry.properties", "Handed to the registry's client under its own names (TLS, say).");

  static final List<Setting<?>> ALL =
      List.of(
          BOOTSTRAP_SERVERS, REGISTRY_URL, REGISTRY_USER, REGISTRY_PASSWORD, REGISTRY_RETRY_WAIT);

  private KafkaSettings() {}

  private static boolean areHostsWithPorts(String text) {
    return List.of(text.split(",", -1)).stream()
        .allMatch(server -> server.strip().matches("\\S+:\\d{1,5}"));
  }

  private static boolean areHttp(String text) {
    return List.of(text.split(",", -1)).stream()
        .allMatch(address -> address.strip().matches("https?://[^\\s/]\\S*"));
  }
}
