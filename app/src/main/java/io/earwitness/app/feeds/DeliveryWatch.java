package io.earwitness.app.feeds;

import io.earwitness.app.Console;
import io.earwitness.ingest.Backlog;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the sound of feeds no longer reaches Kafka, and when it does again: once each, however
 * many feeds there are. Safe for use by several threads.
 */
public final class DeliveryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Where where;
  private final Console console;
  private final Clock clock;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "delivery-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Duration> lostBefore = new HashMap<>();
  private Instant stuckSince;
  private volatile Map<String, Backlog> newest = Map.of();

  /**
   * Where sound goes, and where it waits.
   *
   * @param bootstrapServers of Kafka
   * @param bufferFolder on disk
   */
  public record Where(String bootstrapServers, String bufferFolder) {}

  DeliveryWatch(Where where, Console console, Clock clock) {
    this.where = where;
    this.console = console;
    this.clock = clock;
  }

  /** Looks every second until it is closed. */
  public static DeliveryWatch start(
      Where where, Console console, Supplier<Map<String, Backlog>> backlogs) {
    var watch = new DeliveryWatch(where, console, Clock.systemUTC());
    var unused =
        watch.ticker.scheduleWithFixedDelay(
            () -> watch.lookSafely(backlogs), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void lookSafely(Supplier<Map<String, Backlog>> backlogs) {
    try {
      look(backlogs.get());
    } catch (RuntimeException e) {
      LOG.error("What waits for Kafka can't be told", e);
    }
  }

  /** Tells what has changed. */
  synchronized void look(Map<String, Backlog> backlogs) {
    newest = Map.copyOf(backlogs);
    Optional<Instant> earliest =
        backlogs.values().stream()
            .flatMap(backlog -> backlog.stuckSince().stream())
            .min(Instant::compareTo);
    if (earliest.isPresent() && stuckSince == null) {
      stuckSince = earliest.get();
      console.problem(begun(backlogs));
    } else if (earliest.isEmpty() && stuckSince != null) {
      tellEnd(backlogs);
      stuckSince = null;
    }
    if (stuckSince == null) {
      lostBefore.clear();
      backlogs.forEach((feedId, backlog) -> lostBefore.put(feedId, backlog.lost()));
    }
  }

  private String begun(Map<String, Backlog> backlogs) {
    var told =
        new StringBuilder(
            "no sound reaches Kafka at %s since %s."
                .formatted(
                    where.bootstrapServers(),
                    TIME.format(stuckSince.atZone(ZoneId.systemDefault()))));
    long limit = backlogs.values().stream().mapToLong(Backlog::mostDiskBytes).max().orElse(0);
    if (limit > 0) {
      told.append(
          " What live feeds hear waits in %s, up to %s each"
              .formatted(where.bufferFolder(), bytes(limit)));
      backlogs.values().stream()
          .filter(backlog -> backlog.stuckSince().isPresent() && backlog.secondsOfRoom() > 0)
          .mapToLong(Backlog::secondsOfRoom)
          .min()
          .ifPresent(
              seconds ->
                  told.append(
                      " (room for about %s)".formatted(words(Duration.ofSeconds(seconds)))));
      told.append("; beyond that, or if the disk is full, sound is lost and declared as a gap.");
    }
    if (backlogs.values().stream().anyMatch(backlog -> backlog.mostDiskBytes() == 0)) {
      told.append(" Recordings wait.");
    }
    return told.append(" All of it is sent when Kafka is back.").toString();
  }

  private void tellEnd(Map<String, Backlog> backlogs) {
    String lost =
        backlogs.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .filter(entry -> !lostSinceBegun(entry).isZero())
            .map(entry -> "%s %s".formatted(entry.getKey(), words(lostSinceBegun(entry))))
            .collect(Collectors.joining(", "));
    String back =
        "Sound reaches Kafka again after %s; all that waited has been sent."
            .formatted(words(Duration.between(stuckSince, clock.instant())));
    if (lost.isEmpty()) {
      console.progress(back);
    } else {
      console.problem("%s Lost, and declared as gaps: %s.".formatted(back, lost));
    }
  }

  private Duration lostSinceBegun(Map.Entry<String, Backlog> entry) {
    return entry.getValue().lost().minus(lostBefore.getOrDefault(entry.getKey(), Duration.ZERO));
  }

  private static String bytes(long count) {
    return count < 10 << 20 ? "%d KiB".formatted(count >> 10) : "%d MiB".formatted(count >> 20);
  }

  private static String words(Duration length) {
    if (length.compareTo(Duration.ofMinutes(2)) < 0) {
      return "%.0f s".formatted(length.toMillis() / 1e3);
    }
    return length.compareTo(Duration.ofHours(2)) < 0
        ? "%d min".formatted(length.toMinutes())
        : "%d h".formatted(length.toHours());
  }

  /** How it is now, in one sentence, while no sound reaches Kafka. */
  public synchronized Optional<String> trouble() {
    return Optional.ofNullable(stuckSince)
        .map(
            since ->
                "No sound reaches Kafka since %s; it waits."
                    .formatted(TIME.format(since.atZone(ZoneId.systemDefault()))));
  }

  /** Has Prometheus told how much waits and how much was lost. */
  public void bindTo(MeterRegistry meters) {
    var told = new BacklogMeters(meters, clock);
    FreeRoom.under(Path.of(where.bufferFolder())).bindTo(meters);
    var unused =
        ticker.scheduleWithFixedDelay(
            () -> told.tell(newest), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
