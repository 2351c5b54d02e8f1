package io.earwitness.settings.keys;

import io.earwitness.settings.Setting;
import io.earwitness.settings.SettingTypes;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** To which systems alerts are told, and how. */
public final class NotifySettings {
  public static final Setting<List<URI>> ALERTMANAGER_URLS =
      Setting.withoutDefault(
          "notify.alertmanager.urls",
          SettingTypes.listOf(SettingTypes.HTTP_ADDRESS),
          "Prometheus Alertmanagers that alerts are told to: the base of each, all of one"
              + " cluster.");
  public static final Setting<String> ALERTMANAGER_USER =
      Setting.withoutDefault(
          "notify.alertmanager.user", SettingTypes.TEXT, "User name for basic authentication.");
  public static final Setting<String> ALERTMANAGER_PASSWORD =
      Setting.withoutDefault("notify.alertmanager.password", SettingTypes.TEXT, "Its password.")
          .secret();
  public static final Setting<Duration> ALERTMANAGER_RESEND =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Setting.of(
              "notify.alertmanager.resend",
              SettingTypes.DURATION,
              Duration.ofMinutes(1),
              "How often a firing alert is sent again; without word for four times as long it"
                  + " ends."));
  public static final Setting<Duration> ALERTMANAGER_MINIMUM_FIRING =
      Setting.between(
          Duration.ZERO,
          Duration.ofHours(24),
          Setting.of(
              "notify.alertmanager.minimum-firing",
              SettingTypes.DURATION,
              Duration.ofMinutes(2),
              "An alert fires there at least so long, so that a short sound outlives the waits of"
                  + " its grouping."));

  public static final Setting<URI> WEBHOOK_URL =
      Setting.withoutDefault(
          "notify.webhook.url",
          SettingTypes.HTTP_ADDRESS,
          "Address that each revision of an alert is posted to, as a CloudEvent in JSON.");
  public static final Setting<String> WEBHOOK_SECRET =
      Setting.withoutDefault(
              "notify.webhook.secret",
              SettingTypes.TEXT,
              "Secret with which requests are signed (HMAC-SHA256, Standard Webhooks).")
          .secret();
  public static final Setting<Duration> WEBHOOK_GIVE_UP_AFTER =
      Setting.between(
          Duration.ofSeconds(1),
          Duration.ofDays(7),
          Setting.of(
              "notify.webhook.give-up-after",
              SettingTypes.DURATION,
              Duration.ofHours(1),
              "What the receiver does not take within this time becomes a dead letter."));

  public static final Setting<URI> MQTT_URL =
      Setting.withoutDefault(
          "notify.mqtt.url",
          SettingTypes.MQTT_ADDRESS,
          "MQTT broker that states and alerts are published to, with Home Assistant's discovery.");
  public static final Setting<String> MQTT_USER =
      Setting.withoutDefault("notify.mqtt.user", SettingTypes.TEXT, "User name at the broker.");
  public static final Setting<String> MQTT_PASSWORD =
      Setting.withoutDefault("notify.mqtt.password", SettingTypes.TEXT, "Its password.").secret();
  public static final Setting<String> MQTT_TOPIC =
      Setting.of(
              "notify.mqtt.topic",
              SettingTypes.TEXT,
              "earwitness",
              "Begin of the topics; two installations at one broker need two.")
          .where(
              "letters, digits, dashes and underscores",
              text -> text.matches("[A-Za-z0-9_-]{1,60}"));
  public static final Setting<String> MQTT_DISCOVERY =
      Setting.of(
              "notify.mqtt.discovery",
              SettingTypes.TEXT,
              "homeassistant",
              "Home Assistant's discovery prefix.")
          .where(
              "letters, digits, dashes, underscores and slashes",
              text -> text.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*"));

  public static final Setting<Duration> TIMEOUT =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofMinutes(1),
          Setting.of(
              "notify.timeout",
              SettingTypes.DURATION,
              Duration.ofSeconds(10),
              "How long to wait for an answer of one of these systems."));

  static final List<Setting<?>> ALL =
      List.of(
          ALERTMANAGER_URLS,
          ALERTMANAGER_USER,
          ALERTMANAGER_PASSWORD,
          ALERTMANAGER_RESEND,
          ALERTMANAGER_MINIMUM_FIRING,
          WEBHOOK_URL,
          WEBHOOK_SECRET,
          WEBHOOK_GIVE_UP_AFTER,
          MQTT_URL,
          MQTT_USER,
          MQTT_PASSWORD,
          MQTT_TOPIC,
          MQTT_DISCOVERY,
          TIMEOUT);

  private NotifySettings() {}
}
