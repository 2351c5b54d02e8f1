package io.earwitness.wire;

import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.KafkaSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the Schema Registry is and how to talk to it.
 *
 * @param urls bases of Confluent's REST API, tried in turn
 * @param properties of the registry's client, passed through under its own names: {@code
 *     basic.auth.user.info}, {@code schema.registry.ssl.truststore.location}, …
 * @param retryWait longest pause between two attempts while the registry is away
 */
public record RegistryConnection(
    List<String> urls, Map<String, String> properties, Duration retryWait) implements Serializable {
  static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  static final String USER_INFO = "basic.auth.user.info";
  private static final Duration DEFAULT_RETRY_WAIT = Duration.ofSeconds(1);

  public RegistryConnection {
    urls = List.copyOf(urls);
    properties = Map.copyOf(properties);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a registry connection without an address");
    }
  }

  public RegistryConnection(List<String> urls, Map<String, String> properties) {
    this(urls, properties, DEFAULT_RETRY_WAIT);
  }

  /** A connection without TLS or credentials. */
  public static RegistryConnection to(String url) {
    return new RegistryConnection(List.of(url), Map.of());
  }

  /** The connection that the settings describe. */
  public static RegistryConnection of(Settings settings) {
    List<String> urls = List.of(settings.get(KafkaSettings.REGISTRY_URL).split("\\s*,\\s*"));
    Map<String, String> properties = settings.get(KafkaSettings.REGISTRY_PROPERTIES);
    RegistryConnection open =
        new RegistryConnection(urls, properties, settings.get(KafkaSettings.REGISTRY_RETRY_WAIT));
    return settings
        .find(KafkaSettings.REGISTRY_USER)
        .map(
            user ->
                open.withBasicAuth(user, settings.find(KafkaSettings.REGISTRY_PASSWORD).orElse("")))
        .orElse(open);
  }

  /** The same registry, asked with a user's name and password. */
  public RegistryConnection withBasicAuth(String user, String password) {
    Map<String, String> authorised = new HashMap<>(properties);
    authorised.put(CREDENTIALS_SOURCE, "USER_INFO");
    authorised.put(USER_INFO, user + ":" + password);
    return new RegistryConnection(urls, authorised, retryWait);
  }

  @Override
  public String toString() {
    return "Schema Registry at %s %s"
        .formatted(String.join(", ", urls), Masked.properties(properties));
  }
}
