package io.earwitness.benchmarks.page;

import io.earwitness.app.page.PageConfig;
import io.earwitness.app.page.PageServer;
import io.earwitness.app.page.rules.RuleDesk;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.benchmarks.endtoend.NoOpCaptioner;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.run.JobRunner;
import io.earwitness.flink.run.RunningJob;
import io.earwitness.ingest.ChunkSender;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.CaptionSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.settings.keys.PageSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.TopologySettings;
import io.earwitness.topology.TopologyApp;
import io.earwitness.topology.TopologyConfig;
import io.earwitness.wire.TopicAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code up} starts, with its defaults but for the captioner, in a folder that goes again. */
final class Stack implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final SampleRate rate;
  private Settings settings;
  private JobConfig config;
  private TopologyApp topology;

  private Stack(SampleRate rate) {
    this.rate = rate;
  }

  static Stack start(SampleRate rate, Path bundle, List<String> assignments) throws Exception {
    var stack = new Stack(rate);
    try {
      stack.startAll(bundle, assignments);
      return stack;
    } catch (Exception e) {
      stack.close();
      throw e;
    }
  }

  private void startAll(Path bundle, List<String> assignments) throws Exception {
    Path folder = Files.createTempDirectory("earwitness-benchmark");
    parts.push(() -> delete(folder));
    LocalBroker broker = opened(LocalBroker.start(folder.resolve("broker"), 0));
    LocalRegistry registry = opened(LocalRegistry.start(folder.resolve("registry"), 0));
    var builder =
        Settings.of(AllSettings.CATALOGUE)
            .set(KafkaSettings.BOOTSTRAP_SERVERS.key(), broker.bootstrapServers())
            .set(KafkaSettings.REGISTRY_URL.key(), registry.url())
            .set(TopicSettings.CREATE.key(), "true")
            .set(CaptionSettings.BUNDLE.key(), bundle.toString())
            .set(PageSettings.PORT.key(), "0")
            .set(TopologySettings.STATE_FOLDER.key(), folder.resolve("streams").toString());
    assignments.forEach(builder::set);
    settings = builder.resolve();
    config = JobConfig.of(settings);
    try (TopicAdmin admin = TopicAdmin.open(config.kafka())) {
      var unused = admin.createMissing(config.topics().all());
    }
    topology = opened(TopologyApp.start(TopologyConfig.of(settings)));
    // Flink ships the function to where it runs: it must not hold on to all this.
    int hertz = rate.hertz();
    RunningJob job =
        opened(
            JobRunner.start(
                config,
                folder.resolve("job"),
                resources -> new NoOpCaptioner(new SampleRate(hertz))));
    job.awaitRunning(START_LIMIT);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Sends chunks as feeds do. */
  ChunkSender sender() {
    return new ChunkSender(config.kafka(), config.registry(), config.topics().chunks().name());
  }

  PageServer openPage() {
    try (var captioner = new NoOpCaptioner(rate)) {
      return PageServer.start(
          PageConfig.of(settings).orElseThrow(),
          new PageServer.Sources(
              config.kafka(),
              config.registry(),
              config.topics(),
              topology.timeline(),
              captioner.info(),
              Optional.empty(),
              new RuleDesk(settings, RuleModel.of(settings), TopologyConfig.of(settings).labels()),
              Map::of));
    }
  }

  @Override
  public void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
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
