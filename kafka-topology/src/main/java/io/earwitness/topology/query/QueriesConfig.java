package io.earwitness.topology.query;

import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.QueriesSettings;
import io.earwitness.web.Loopback;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * How queries are answered, checked. Immutable.
 *
 * @param host address to listen on
 * @param advertised where the other instances reach this one
 * @param token without it nobody is answered; empty where only this machine is
 * @param timeout how long another instance may take to answer
 */
public record QueriesConfig(
    String host, int port, Instance advertised, Optional<String> token, Duration timeout) {

  /**
   * The configuration that the settings describe; empty where they want no queries answered.
   *
   * @throws SettingsException if the host is unknown, or everybody could ask
   */
  public static Optional<QueriesConfig> of(Settings settings) {
    int port = settings.get(QueriesSettings.PORT);
    if (port == 0) {
      return Optional.empty();
    }
    String host = settings.get(QueriesSettings.HOST);
    Optional<String> token = settings.find(QueriesSettings.TOKEN);
    try {
      if (token.isEmpty() && !Loopback.is(host)) {
        throw new SettingsException(
            "%s is missing: on %s = %s more than this machine can ask."
                .formatted(QueriesSettings.TOKEN.key(), QueriesSettings.HOST.key(), host));
      }
      Optional<String> advertised = settings.find(QueriesSettings.ADVERTISED_HOST);
      String reached = advertised.isPresent() ? advertised.get() : reached(host);
      return Optional.of(
          new QueriesConfig(
              host,
              port,
              new Instance(reached, port),
              token,
              settings.get(QueriesSettings.TIMEOUT)));
    } catch (UnknownHostException e) {
      throw new SettingsException(
          "%s: there is no host %s to listen on.".formatted(QueriesSettings.HOST.key(), host), e);
    }
  }

  private static String reached(String host) throws UnknownHostException {
    return InetAddress.getByName(host).isAnyLocalAddress()
        ? InetAddress.getLocalHost().getHostAddress()
        : host;
  }
}
