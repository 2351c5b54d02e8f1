package io.earwitness.app.up;

import io.earwitness.app.CommandException;
import io.earwitness.app.Console;
import io.earwitness.app.Failures;
import io.earwitness.app.feeds.DeliveryWatch;
import io.earwitness.app.feeds.FeedChoice;
import io.earwitness.app.feeds.FeedMeters;
import io.earwitness.app.feeds.FeedPlayers;
import io.earwitness.app.feeds.FeedStarter;
import io.earwitness.app.feeds.FeedsWatch;
import io.earwitness.app.feeds.PlayedFeeds;
import io.earwitness.app.rules.RuleApplier;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.captioner.window.WindowGeometry;
import io.earwitness.flink.caption.EngineProvider;
import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.run.JobRunner;
import io.earwitness.flink.run.RunningJob;
import io.earwitness.ingest.Recording;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.TopologySettings;
import io.earwitness.topology.TopologyApp;
import io.earwitness.topology.TopologyConfig;
import io.earwitness.wire.EventType;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Everything in one process: broker, registry, job, timeline, feeds, and the captions on standard
 * output. All its state lies in the data folder, and a start goes on where the last one ended,
 * however it ended.
 */
public final class AllInOne {
  private static final Duration JOB_PATIENCE = Duration.ofSeconds(60);

  /** What is over after the last caption is told within the idle time-outs. */
  private static final Duration SETTLE_PATIENCE = Duration.ofMinutes(1);

  private final UpOptions options;
  private final Console console;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  public AllInOne(UpOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /**
   * Runs until it is stopped, or fails, or all files are captioned and no more was asked for.
   *
   * @param choices the feeds to begin with
   * @param recordings those among them that are recordings; closed when this returns
   * @return whether all recordings were whole
   */
  public boolean run(List<FeedChoice> choices, List<Recording> recordings)
      throws InterruptedException {
    try (LocalServices services = LocalServices.start(options, console);
        DiskWatch disk = DiskWatch.start(options.data().root(), console)) {
      Settings settings =
          options
              .settings()
              .set(KafkaSettings.BOOTSTRAP_SERVERS.key(), services.bootstrapServers())
              .set(KafkaSettings.REGISTRY_URL.key(), services.registryUrl())
              .set(TopicSettings.CREATE.key(), "true")
              .set(TopologySettings.STATE_FOLDER.key(), options.data().streams().toString())
              .resolve();
      JobConfig config = JobConfig.of(settings);
      try (TopicAdmin admin = TopicAdmin.open(config.kafka())) {
        var unused = admin.createMissing(config.topics().all());
      }
      registerSchemas(config);
      applyRules(settings);
      return playAndCaption(choices, recordings, config, settings);
    }
  }

  /** Before several writers of one topic want to do so at the same time. */
  private static void registerSchemas(JobConfig config) {
    Topics topics = config.topics();
    Map<TopicDefinition, EventType<?>> types =
        Map.of(
            topics.chunks(), EventTypes.AUDIO_CHUNK,
            topics.captions(), EventTypes.CAPTION,
            topics.feedEvents(), EventTypes.FEED_EVENT,
            topics.soundEvents(), EventTypes.SOUND_EVENT,
            topics.alerts(), EventTypes.ALERT,
            topics.alertRules(), EventTypes.ALERT_RULE,
            topics.deadLetters(), EventTypes.DEAD_LETTER);
    try (SchemaRegistry registry = SchemaRegistry.open(config.registry())) {
      types.forEach((topic, type) -> registry.register(type.subject(topic.name()), type.schema()));
    }
  }

  /** Before the topology reads its first caption, so that not one is missed. */
  private void applyRules(Settings settings) {
    var applier = new RuleApplier(settings, RuleModel.of(settings), this::tellRule);
    applier.embedAnew();
    if (!options.rules().isEmpty()) {
      applier.apply(options.rules(), false, false);
    }
  }

  private void tellRule(String change) {
    console.progress("Rule " + change);
  }

  /** The feeds begin before the job runs: by then it has something to caption. */
  private boolean playAndCaption(
      List<FeedChoice> choices, List<Recording> recordings, JobConfig config, Settings settings)
      throws InterruptedException {
    Stopwatch watch = new Stopwatch();
    var geometry = new WindowGeometry(config.window().length(), config.window().hop());
    var gate = new OnceGate(geometry, recordings);
    var reports = new Reports(options, console, recordings, gate);
    TopologyConfig topology = TopologyConfig.of(settings);
    try (Vitals vitals = Vitals.open(settings);
        var players = new FeedPlayers(console, gate::giveUp, new FeedMeters(vitals.meters()))) {
      var starter = new FeedStarter(settings, options.speed(), options.data().root(), players);
      var feeds = new PlayedFeeds(starter, players, topology.labels(), reports::plays, console);
      feeds.start(choices, recordings);
      // Closed from the last to the first: what the job makes visible as it stops is still printed.
      try (DeliveryWatch delivery =
              DeliveryWatch.start(starter.where(), console, players::backlogs);
          Reports.Running following = reports.start(config);
          TopologyApp timeline = TopologyApp.start(topology, console::problem);
          ServedPage page =
              ServedPage.start(
                  settings,
                  config,
                  timeline.timeline(),
                  topology.labels(),
                  players::sources,
                  console);
          RunningJob job = startJob(config);
          FeedsWatch file = follow(feeds)) {
        vitals.runs(timeline, job, delivery);
        timeline
            .queriesAddress()
            .ifPresent(address -> console.progress("Queries: %s/v1/feeds".formatted(address)));
        console.progress("The job runs (%s). Ctrl-C stops.".formatted(watch));
        awaitEnd(gate, job, following);
        if (options.once() && !stopped.isDone()) {
          var unused = timeline.awaitSettled(fileFeeds(recordings), SETTLE_PATIENCE);
        }
        file.close();
        players.close();
      }
      return !players.flawed();
    }
  }

  /** Whoever waits for files to end waits for those that were there at the begin. */
  private FeedsWatch follow(PlayedFeeds feeds) {
    return options.once()
        ? FeedsWatch.none()
        : FeedsWatch.start(
            options.feedsFile(),
            choices -> feeds.change(FeedChoice.allOf(options.feeds(), choices)),
            console);
  }

  private static List<String> fileFeeds(List<Recording> recordings) {
    return recordings.stream().filter(r -> !r.live()).map(Recording::feedId).toList();
  }

  private RunningJob startJob(JobConfig config) throws InterruptedException {
    RunningJob job =
        JobRunner.start(config, options.data().job(), new EngineProvider(config.engine()));
    try {
      job.awaitRunning(JOB_PATIENCE);
      return job;
    } catch (InterruptedException | RuntimeException e) {
      job.abandon();
      throw e;
    }
  }

  private void awaitEnd(OnceGate gate, RunningJob job, Reports.Running following) {
    CompletableFuture<Void> done = options.once() ? gate.opened() : new CompletableFuture<>();
    try {
      CompletableFuture.anyOf(stopped, done, job.ended(), following.failed()).join();
    } catch (CompletionException e) {
      throw new CommandException("The job failed: " + Failures.sentence(e.getCause()), e);
    }
  }

  /** Asks {@link #run} to end; it does so within seconds. */
  public void stop() {
    console.progress("Stopping …");
    stopped.complete(null);
  }
}
