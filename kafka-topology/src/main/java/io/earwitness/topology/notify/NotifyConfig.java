package io.earwitness.topology.notify;

import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.NotifySettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** To which systems alerts are told. Immutable. */
public record NotifyConfig(
    Optional<AlertmanagerConfig> alertmanager,
    Optional<WebhookConfig> webhook,
    Optional<MqttConfig> mqtt) {

  /** What the settings describe. */
  public static NotifyConfig of(Settings settings) {
    return new NotifyConfig(
        settings.find(NotifySettings.ALERTMANAGER_URLS).map(urls -> alertmanager(urls, settings)),
        settings
            .find(NotifySettings.WEBHOOK_URL)
            .map(
                url ->
                    new WebhookConfig(
                        url,
                        settings.find(NotifySettings.WEBHOOK_SECRET),
                        settings.get(NotifySettings.WEBHOOK_GIVE_UP_AFTER),
                        settings.get(NotifySettings.TIMEOUT))),
        settings
            .find(NotifySettings.MQTT_URL)
            .map(
                url ->
                    new MqttConfig(
                        url,
                        settings.find(NotifySettings.MQTT_USER),
                        settings.find(NotifySettings.MQTT_PASSWORD),
                        settings.get(NotifySettings.MQTT_TOPIC),
                        settings.get(NotifySettings.MQTT_DISCOVERY),
                        settings.get(NotifySettings.TIMEOUT))));
  }

  private static AlertmanagerConfig alertmanager(
      java.util.List<java.net.URI> urls, Settings settings) {
    Optional<String> authorization =
        settings
            .find(NotifySettings.ALERTMANAGER_USER)
            .map(
                user ->
                    basic(user, settings.find(NotifySettings.ALERTMANAGER_PASSWORD).orElse("")));
    return new AlertmanagerConfig(
        urls,
        authorization,
        settings.get(NotifySettings.ALERTMANAGER_RESEND),
        settings.get(NotifySettings.ALERTMANAGER_MINIMUM_FIRING),
        settings.get(NotifySettings.TIMEOUT));
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Whether nobody is told. */
  public boolean isEmpty() {
    return alertmanager.isEmpty() && webhook.isEmpty() && mqtt.isEmpty();
  }
}
