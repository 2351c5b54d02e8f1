package io.earwitness.app.feeds;

import io.earwitness.ingest.Backlog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How much of each feed waits for Kafka, for Prometheus. For one thread. */
final class BacklogMeters {
  private final MultiGauge stuck;
  private final MultiGauge chunks;
  private final MultiGauge bytes;
  private final MultiGauge limit;
  private final MultiGauge lost;
  private final Clock clock;

  BacklogMeters(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    stuck =
        gauge(
            meters,
            "stuck.seconds",
            "For how long none of the feed's sound has reached Kafka; 0 while it does");
    chunks = gauge(meters, "waiting.chunks", "Chunks that Kafka has not taken yet");
    bytes = gauge(meters, "buffer.bytes", "What waits on disk");
    limit = gauge(meters, "buffer.limit.bytes", "What may wait on disk");
    lost = gauge(meters, "lost.seconds", "Sound that found no room to wait, since the start");
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder("earwitness.ingest." + name)
        .description(description)
        .register(meters);
  }

  void tell(Map<String, Backlog> backlogs) {
    tell(stuck, backlogs, this::stuckSeconds);
    tell(chunks, backlogs, Backlog::chunks);
    tell(bytes, backlogs, Backlog::diskBytes);
    tell(limit, backlogs, Backlog::mostDiskBytes);
    tell(lost, backlogs, backlog -> seconds(backlog.lost()));
  }

  private static void tell(
      MultiGauge gauge, Map<String, Backlog> backlogs, ToDoubleFunction<Backlog> value) {
    gauge.register(
        backlogs.entrySet().stream()
            .map(
                entry ->
                    Row.of(Tags.of("feed", entry.getKey()), value.applyAsDouble(entry.getValue())))
            .collect(Collectors.<Row<?>>toList()),
        true);
  }

  private double stuckSeconds(Backlog backlog) {
    return backlog
        .stuckSince()
        .map(since -> seconds(Duration.between(since, clock.instant())))
        .orElse(0.0);
  }

  private static double seconds(Duration length) {
    return length.toMillis() / 1e3;
  }
}
