package io.earwitness.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.SslFactory;

/** Makes Confluent's REST client, with log-in and TLS as its own caching client sets them up. */
final class RegistryClients {
  // The client's own minute would hide for as long that the registry is away.
  private static final Duration CONNECT_TIME_OUT = Duration.ofSeconds(5);
  private static final Duration READ_TIME_OUT = Duration.ofSeconds(15);

  private RegistryClients() {}

  static RestService open(RegistryConnection connection) {
    Map<String, Object> config = new HashMap<>();
    config.put(
        SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, (int) CONNECT_TIME_OUT.toMillis());
    config.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, (int) READ_TIME_OUT.toMillis());
    config.putAll(connection.properties());
    RestService rest = new RestService(connection.urls());
    rest.configure(config);
    SSLContext tls = new SslFactory(tlsConfig(connection.properties())).sslContext();
    if (tls != null) {
      rest.setSslSocketFactory(tls.getSocketFactory());
    }
    return rest;
  }

  private static Map<String, Object> tlsConfig(Map<String, String> properties) {
    String prefix = SchemaRegistryClientConfig.CLIENT_NAMESPACE;
    Map<String, Object> unprefixed = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            unprefixed.put(key.substring(prefix.length()), value);
          }
        });
    return unprefixed;
  }
}
