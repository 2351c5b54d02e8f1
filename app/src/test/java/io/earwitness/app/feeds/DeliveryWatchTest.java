package io.earwitness.app.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.Console;
import io.earwitness.ingest.Backlog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryWatchTest {
  private static final Instant SINCE = Instant.parse("2026-02-03T04:05:06Z");
  private static final Clock CLOCK = Clock.fixed(SINCE.plusSeconds(192), ZoneOffset.UTC);

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
  private final DeliveryWatch watch =
      new DeliveryWatch(
          new DeliveryWatch.Where("kafka:9092", "data/buffer"), new Console(err, err), CLOCK);

  @Test
  void thatKafkaIsAwayAndBackIsToldOnceEachHoweverManyFeedsAndLooks() {
    watch.look(Map.of("hall", live(false, 0), "yard", live(false, 0)));
    assertThat(lines()).isEmpty();
    watch.look(Map.of("hall", live(true, 0), "yard", live(false, 0)));
    watch.look(Map.of("hall", live(true, 0), "yard", live(true, 0)));
    watch.look(Map.of("hall", live(false, 0), "yard", live(true, 0)));
    assertThat(lines())
        .singleElement()
        .asString()
        .contains("no sound reaches Kafka at kafka:9092 since ")
        .contains("waits in data/buffer, up to 256 MiB each (room for about 3 h)")
        .contains("beyond that, or if the disk is full, sound is lost and declared as a gap")
        .doesNotContain("Recordings");
    assertThat(watch.trouble()).isPresent();

    watch.look(Map.of("hall", live(false, 0), "yard", live(false, 0)));
    watch.look(Map.of("hall", live(false, 0), "yard", live(false, 0)));
    assertThat(lines())
        .hasSize(2)
        .last()
        .isEqualTo("Sound reaches Kafka again after 3 min; all that waited has been sent.");
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void whatWasLostMeanwhileIsToldByFeedAndWhatWasLostBeforeIsNot() {
    watch.look(Map.of("hall", live(false, 7), "yard", live(false, 0)));
    watch.look(Map.of("hall", live(true, 7), "yard", live(true, 0)));
    watch.look(Map.of("hall", live(false, 7), "yard", live(false, 12)));
    assertThat(lines()).last().asString().endsWith("Lost, and declared as gaps: yard 12 s.");
  }

  @Test
  void recordingsWaitWithoutABuffer() {
    var backlog = new Backlog(Optional.of(SINCE), 3, 0, 0, 0, Duration.ZERO);
    watch.look(Map.of("hall", backlog));
    assertThat(lines())
        .singleElement()
        .asString()
        .contains("Recordings wait.")
        .doesNotContain("MiB");
  }

  @Test
  void prometheusIsToldWhatWaitsOfEachFeedThatIsPlayed() {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var backlogs = new BacklogMeters(meters, CLOCK);
    backlogs.tell(Map.of("hall", live(false, 0), "yard", live(true, 12)));
    assertThat(meters.scrape().lines())
        .contains(
            "earwitness_ingest_stuck_seconds{feed=\"hall\"} 0.0",
            "earwitness_ingest_stuck_seconds{feed=\"yard\"} 192.0",
            "earwitness_ingest_waiting_chunks{feed=\"yard\"} 40.0",
            "earwitness_ingest_buffer_bytes{feed=\"yard\"} 1000.0",
            "earwitness_ingest_buffer_limit_bytes{feed=\"yard\"} 2.68435456E8",
            "earwitness_ingest_lost_seconds{feed=\"yard\"} 12.0");
    backlogs.tell(Map.of("hall", live(false, 0)));
    assertThat(meters.scrape()).contains("hall").doesNotContain("yard");
  }

  private static Backlog live(boolean stuck, long lostSeconds) {
    return new Backlog(
        stuck ? Optional.of(SINCE) : Optional.empty(),
        stuck ? 40 : 1,
        stuck ? 1_000 : 0,
        256L << 20,
        12_000,
        Duration.ofSeconds(lostSeconds));
  }

  private List<String> lines() {
    return told.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
