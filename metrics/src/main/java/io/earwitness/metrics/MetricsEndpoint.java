package io.earwitness.metrics;

import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.MetricsSettings;
import java.util.Optional;

/**
 * Where metrics are served.
 *
 * @param port to listen on, or 0 for any free one
 */
public record MetricsEndpoint(String host, int port) {
  /** Empty where the settings open no port. */
  public static Optional<MetricsEndpoint> of(Settings settings) {
    int port = settings.get(MetricsSettings.PORT);
    return port == 0
        ? Optional.empty()
        : Optional.of(new MetricsEndpoint(settings.get(MetricsSettings.HOST), port));
  }
}
