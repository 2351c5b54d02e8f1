package io.earwitness.app.up;

import io.earwitness.app.feeds.DeliveryWatch;
import io.earwitness.flink.run.RunningJob;
import io.earwitness.metrics.Health;
import io.earwitness.metrics.MetricsEndpoint;
import io.earwitness.metrics.MetricsServer;
import io.earwitness.settings.Settings;
import io.earwitness.topology.TopologyApp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tells Prometheus and a container's health check how the all-in-one is, if it should. */
final class Vitals implements AutoCloseable {
  private final AtomicReference<Parts> running = new AtomicReference<>();
  private final Optional<MetricsServer> server;

  private record Parts(TopologyApp topology, RunningJob job) {}

  private Vitals(Settings settings) {
    server = MetricsEndpoint.of(settings).map(at -> MetricsServer.start(at, this::health));
  }

  /**
   * Opens the port that the settings name, or none.
   *
   * @throws io.earwitness.metrics.MetricsException if it can't be opened
   */
  static Vitals open(Settings settings) {
    return new Vitals(settings);
  }

  /** For whoever has something to measure; where no port is open, for nobody to see. */
  MeterRegistry meters() {
    return server.map(MetricsServer::meters).orElseGet(SimpleMeterRegistry::new);
  }

  /** From now on there is something to tell. */
  void runs(TopologyApp topology, RunningJob job, DeliveryWatch delivery) {
    running.set(new Parts(topology, job));
    server.ifPresent(metrics -> topology.bindTo(metrics.meters()));
    server.ifPresent(metrics -> delivery.bindTo(metrics.meters()));
  }

  private Health health() {
    Parts parts = running.get();
    if (parts == null) {
      return new Health(false, "Earwitness starts.");
    }
    if (parts.job.ended().isDone()) {
      return new Health(false, "The job has ended.");
    }
    Health topology = parts.topology.health();
    return topology.well() ? new Health(true, "Earwitness runs.") : topology;
  }

  @Override
  public void close() {
    server.ifPresent(MetricsServer::close);
  }
}
