package io.earwitness.topology.notify;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to tell an MQTT broker.
 *
 * @param url {@code mqtt://host:1883}, or {@code mqtts://} with TLS
 * @param topic begin of all topics
 * @param discovery Home Assistant's discovery prefix
 * @param timeout for an answer
 */
public record MqttConfig(
    URI url,
    Optional<String> user,
    Optional<String> password,
    String topic,
    String discovery,
    Duration timeout) {
  private static final String SECURE = "mqtts";
  private static final int PORT = 1883;
  private static final int SECURE_PORT = 8883;

  boolean secure() {
    return SECURE.equals(url.getScheme());
  }

  int port() {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return secure() ? SECURE_PORT : PORT;
  }

  @Override
  public String toString() {
    return "The MQTT broker %s:%d".formatted(url.getHost(), port());
  }
}
