package io.earwitness.app.feeds;

import io.earwitness.metrics.Health;
import io.earwitness.metrics.MetricsEndpoint;
import io.earwitness.metrics.MetricsServer;
import io.earwitness.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;

/** Tells Prometheus and a container's health check how the feeds are, if it should. */
public final class PlayVitals implements AutoCloseable {
  private final Optional<MetricsServer> server;
  private final FeedMeters meters;

  private PlayVitals(Optional<MetricsServer> server) {
    this.server = server;
    this.meters =
        new FeedMeters(server.map(MetricsServer::meters).orElseGet(SimpleMeterRegistry::new));
  }

  /**
   * Opens the port that the settings name, or none.
   *
   * @throws io.earwitness.metrics.MetricsException if it can't be opened
   */
  public static PlayVitals open(Settings settings) {
    return new PlayVitals(
        MetricsEndpoint.of(settings)
            .map(at -> MetricsServer.start(at, () -> new Health(true, "Feeds are played."))));
  }

  public FeedMeters meters() {
    return meters;
  }

  @Override
  public void close() {
    server.ifPresent(MetricsServer::close);
  }
}
