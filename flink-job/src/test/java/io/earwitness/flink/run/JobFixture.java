package io.earwitness.flink.run;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.flink.PipelineEnds;
import io.earwitness.flink.caption.CaptionerProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.start.StartCheck;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.FakeCaptioner;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.TopicReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A job with topics of its own, and everything to watch it by. */
final class JobFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Low, so that recordings are small. */
  static final int RATE = 8_000;

  private final LocalStack stack;
  private final String name;
  private final Path folder;
  private final SettingsBuilder settings;
  private final List<AutoCloseable> open = new ArrayList<>();
  private RunningJob job;

  /**
   * @param name apart from other tests'
   * @param folder for the job's state
   */
  JobFixture(LocalStack stack, String name, Path folder) {
    this.stack = stack;
    this.name = name;
    this.folder = folder;
    this.settings =
        Settings.of(AllSettings.CATALOGUE)
            .set("kafka.bootstrap.servers", stack.kafka().bootstrapServers())
            .set("registry.url", stack.registry().urls().get(0))
            .set("job.name", name)
            .set("job.checkpoint.interval", "200ms")
            .set("topics.create", "true")
            .set("topics.partitions", "2");
    for (String topic : List.of("chunks", "captions", "feed-events", "dead-letters")) {
      settings.set("topics." + topic, name + "." + topic);
    }
  }

  JobFixture with(String key, String value) {
    settings.set(key, value);
    return this;
  }

  JobConfig config() {
    return JobConfig.of(settings.resolve());
  }

  /** Where the job keeps its state. */
  Path folder() {
    return folder;
  }

  /** Starts the job, which goes on from where an earlier one of this fixture was. */
  RunningJob start(Behaviour behaviour) throws InterruptedException {
    return start(resources -> new FakeCaptioner(behaviour));
  }

  /** As {@link #start(Behaviour)}, with any captioner. */
  RunningJob start(CaptionerProvider captioner) throws InterruptedException {
    job = JobRunner.start(config(), folder, captioner);
    job.awaitRunning(PATIENCE);
    return job;
  }

  /** As {@link #start}, with captions whose commits {@link HangingCommits} can stop. */
  RunningJob startWithHangingCommits(Behaviour behaviour) throws InterruptedException {
    JobConfig config = config();
    PipelineEnds kafka = PipelineEnds.kafka(config, StartCheck.of(config));
    PipelineEnds hanging =
        new PipelineEnds(
            kafka.chunks(),
            kafka.mostReaders(),
            new HangingCommits(config.sinks().to(config.topics().captions().name())),
            kafka.feedEvents(),
            kafka.deadLetters());
    job = JobRunner.start(config, folder, hanging, resources -> new FakeCaptioner(behaviour));
    job.awaitRunning(PATIENCE);
    return job;
  }

  /** Ends the job as a crash would: between two checkpoints, and without a word. */
  void crash() {
    job.abandon();
    job = null;
  }

  /** Ends the job in good order. */
  void stop() {
    job.close();
    job = null;
  }

  /** Creates the topics before the job does. */
  void createTopics() {
    try (TopicAdmin admin = TopicAdmin.open(stack.kafka())) {
      admin.createMissing(config().topics().all());
    }
  }

  ChunkSender sender() {
    createTopics();
    return closing(
        new ChunkSender(stack.kafka(), stack.registry(), config().topics().chunks().name()));
  }

  TopicReader<CaptionEvent> captions() {
    return closing(
        new TopicReader<>(
            stack.kafka(),
            stack.registry(),
            EventTypes.CAPTION,
            config().topics().captions().name()));
  }

  TopicReader<FeedEvent> feedEvents() {
    return closing(
        new TopicReader<>(
            stack.kafka(),
            stack.registry(),
            EventTypes.FEED_EVENT,
            config().topics().feedEvents().name()));
  }

  TopicReader<DeadLetter> deadLetters() {
    return closing(
        new TopicReader<>(
            stack.kafka(),
            stack.registry(),
            EventTypes.DEAD_LETTER,
            config().topics().deadLetters().name()));
  }

  private <C extends AutoCloseable> C closing(C resource) {
    open.add(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    if (job != null) {
      job.abandon();
    }
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }
}
