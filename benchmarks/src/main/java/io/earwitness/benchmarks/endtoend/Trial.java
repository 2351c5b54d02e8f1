package io.earwitness.benchmarks.endtoend;

import io.earwitness.flink.caption.CaptionerProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.run.JobRunner;
import io.earwitness.flink.run.RunningJob;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.WindowSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** Runs one scenario on a broker, a registry and a job of its own, in a folder that goes again. */
final class Trial {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(20);

  /** Keeps the disk use of a run at full speed within reason. */
  private static final Map<String, String> SMALL_LOG =
      Map.of("log.segment.bytes", Integer.toString(256 << 20));

  private final Scenario scenario;
  private final CaptionerProvider captioner;
  private final List<String> assignments;

  Trial(Scenario scenario, CaptionerProvider captioner, List<String> assignments) {
    this.scenario = scenario;
    this.captioner = captioner;
    this.assignments = assignments;
  }

  Measurement run() throws Exception {
    Path folder = Files.createTempDirectory("earwitness-benchmark");
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"), 0, SMALL_LOG);
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"), 0)) {
      JobConfig config = config(broker, registry);
      try (RunningJob job = start(config, folder.resolve("state"))) {
        job.awaitRunning(START_LIMIT);
        return measure(config, job);
      }
    } finally {
      delete(folder);
    }
  }

  private RunningJob start(JobConfig config, Path stateFolder) {
    return captioner == null
        ? JobRunner.start(config, stateFolder)
        : JobRunner.start(config, stateFolder, captioner);
  }

  private JobConfig config(LocalBroker broker, LocalRegistry registry) {
    var builder =
        Settings.of(AllSettings.CATALOGUE)
            .set(KafkaSettings.BOOTSTRAP_SERVERS.key(), broker.bootstrapServers())
            .set(KafkaSettings.REGISTRY_URL.key(), registry.url())
            .set(TopicSettings.CREATE.key(), "true")
            .set(WindowSettings.LENGTH.key(), Scenario.WINDOW.toSeconds() + "s")
            .set(WindowSettings.HOP.key(), Scenario.HOP.toSeconds() + "s")
            .set(
                JobSettings.DELIVERY.key(),
                scenario.delivery().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    assignments.forEach(builder::set);
    return JobConfig.of(builder.resolve());
  }

  private Measurement measure(JobConfig config, RunningJob job) throws Exception {
    SentChunks sent = new SentChunks(scenario);
    try (FeedLoad load =
            new FeedLoad(
                scenario, config.kafka(), config.registry(), config.topics().chunks().name());
        CaptionWatch watch =
            new CaptionWatch(
                scenario,
                sent,
                config.kafka(),
                config.registry(),
                config.topics().captions().name())) {
      FutureTask<Void> sending = new FutureTask<>(() -> load.run(sent), null);
      long begin = System.nanoTime();
      new Thread(sending, "load").start();
      watch.run(RUN_LIMIT);
      awaitSent(sending);
      double wallSeconds = (watch.lastSeenNanos() - begin) / 1e9;
      return new Measurement(
          scenario, wallSeconds, watch.latencies(), watch.repeats(), job.checkpoints());
    }
  }

  private static void awaitSent(FutureTask<Void> sending) throws InterruptedException {
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Not all chunks were sent", e.getCause());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
