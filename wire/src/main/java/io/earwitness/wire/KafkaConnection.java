package io.earwitness.wire;

import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.KafkaSettings;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where the brokers are and how to talk to them.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param properties of the Kafka clients (TLS, SASL, …), passed through as they are
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties)
    implements Serializable {
  public KafkaConnection {
    properties = Map.copyOf(properties);
  }

  /** A connection without TLS or credentials. */
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /** The connection that the settings describe. */
  public static KafkaConnection of(Settings settings) {
    return new KafkaConnection(
        settings.get(KafkaSettings.BOOTSTRAP_SERVERS), settings.get(KafkaSettings.PROPERTIES));
  }

  /** Everything a Kafka client needs to know of the brokers, in a map of the caller's own. */
  public Map<String, Object> clientConfig() {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return config;
  }

  /** The same as {@link #clientConfig()}, for those who want {@link Properties}. */
  public Properties clientProperties() {
    Properties config = new Properties();
    config.putAll(clientConfig());
    return config;
  }

  @Override
  public String toString() {
    return "Kafka at %s %s".formatted(bootstrapServers, Masked.properties(properties));
  }
}
