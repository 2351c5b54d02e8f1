package io.earwitness.topology.query;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;

/** How many queries came, how they were answered and how long that took. */
final class QueryMeters {
  private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
  private final Counter forwarded =
      Counter.builder("earwitness.queries.forwarded")
          .description("Queries put to another instance")
          .register(meters);
  private final Counter unreachable =
      Counter.builder("earwitness.queries.unreachable")
          .description("Queries that another instance did not answer")
          .register(meters);

  void bindTo(MeterRegistry registry) {
    meters.add(registry);
  }

  /**
   * @param resource what was asked for
   * @param status of HTTP
   */
  void answered(String resource, int status, Duration took) {
    Timer.builder("earwitness.queries")
        .description("Queries answered, those of other instances included")
        .tag("resource", resource)
        .tag("status", Integer.toString(status))
        .register(meters)
        .record(took);
  }

  void forwarded() {
    forwarded.increment();
  }

  void unreachable() {
    unreachable.increment();
  }

  void close() {
    meters.close();
  }
}
