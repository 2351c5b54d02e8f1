package io.earwitness.app.feeds;

import io.earwitness.metrics.Health;
import io.earwitness.metrics.MetricsEndpoint;
import io.earwitness.metrics.MetricsServer;
import io.earwitness.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tells Prometheus and a container's health check how the feeds are, if it should. */
public final class PlayVitals implements AutoCloseable {
  private final AtomicReference<DeliveryWatch> delivery = new AtomicReference<>();
  private final Optional<MetricsServer> server;
  private final FeedMeters meters;

  private PlayVitals(Optional<MetricsEndpoint> endpoint) {
    this.server = endpoint.map(at -> MetricsServer.start(at, this::health));
    this.meters =
        new FeedMeters(server.map(MetricsServer::meters).orElseGet(SimpleMeterRegistry::new));
  }

  /**
   * Opens the port that the settings name, or none.
   *
   * @throws io.earwitness.metrics.MetricsException if it can't be opened
   */
  public static PlayVitals open(Settings settings) {
    return new PlayVitals(MetricsEndpoint.of(settings));
  }

  /** From now on it is told what waits for Kafka, too. */
  public void tellOf(DeliveryWatch watch) {
    delivery.set(watch);
    server.ifPresent(metrics -> watch.bindTo(metrics.meters()));
  }

  /** Whoever would be started anew while Kafka is away had nothing to gain by it. */
  private Health health() {
    return new Health(
        true,
        Optional.ofNullable(delivery.get())
            .flatMap(DeliveryWatch::trouble)
            .orElse("Feeds are played."));
  }

  public FeedMeters meters() {
    return meters;
  }

  @Override
  public void close() {
    server.ifPresent(MetricsServer::close);
  }
}
