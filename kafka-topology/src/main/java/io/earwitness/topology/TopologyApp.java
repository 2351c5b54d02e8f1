package io.earwitness.topology;

import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.GroupAlertTracker;
import io.earwitness.captioner.health.HealthTracker;
import io.earwitness.captioner.sound.SoundTracker;
import io.earwitness.metrics.Health;
import io.earwitness.topology.notify.Notifiers;
import io.earwitness.topology.query.Instance;
import io.earwitness.topology.query.QueryServer;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka Streams application: owns its life from the check of its surroundings to the orderly
 * leave. Safe for use by several threads.
 */
public final class TopologyApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopologyApp.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLE_POLL = Duration.ofMillis(200);

  private final TopologyConfig config;
  private final SharedSchemas schemas;
  private final StoreMemory storeMemory;
  private final KafkaStreams streams;
  private final FailurePolicy failures = new FailurePolicy();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Notifiers notifiers;
  private final Optional<QueryServer> queries;

  /**
   * @param partitions of the topic of captions
   */
  private TopologyApp(
      TopologyConfig config,
      int partitions,
      Optional<QueryServer> queries,
      Consumer<String> report) {
    this.config = config;
    this.queries = queries;
    this.schemas = new SharedSchemas(SchemaRegistry.open(config.registry()));
    this.storeMemory = new StoreMemory(config.storeMemory());
    this.streams = new KafkaStreams(topology(), StreamsSettings.of(config, storeMemory));
    streams.setUncaughtExceptionHandler(failures);
    streams.setStateListener((now, before) -> follow(now));
    queries.ifPresent(server -> server.serve(holdings(partitions)));
    // Before the first alert is made: a target that is new is told what comes from now on.
    this.notifiers =
        Notifiers.start(
            config.targets(),
            config.name(),
            config.kafka(),
            config.topics(),
            () -> schemas,
            report);
  }

  /** As {@link #start(TopologyConfig, Consumer)}; what there is to report goes to the log. */
  public static TopologyApp start(TopologyConfig config) throws InterruptedException {
    return start(config, LOG::warn);
  }

  /**
   * Checks brokers, registry and topics, starts, and returns when it runs.
   *
   * @param report told in sentences when a system that alerts are told to stops and begins again to
   *     answer; called by several threads
   * @throws io.earwitness.wire.TopicException if the brokers don't answer or a topic is missing
   * @throws io.earwitness.wire.RegistryException if the registry does not answer
   * @throws TopologyException if the application does not run in time, or the topics of captions
   *     and of feed events differ in their partitions
   * @throws io.earwitness.topology.query.QueriesException if the port for queries can't be opened
   */
  public static TopologyApp start(TopologyConfig config, Consumer<String> report)
      throws InterruptedException {
    int partitions = prepareTopics(config);
    try (SchemaRegistry registry = SchemaRegistry.open(config.registry())) {
      registry.verify();
    }
    TopologyApp app =
        new TopologyApp(config, partitions, config.queries().map(QueryServer::start), report);
    try {
      app.run();
      return app;
    } catch (TopologyException | InterruptedException e) {
      app.close();
      throw e;
    }
  }

  private Topology topology() {
    Topics topics = config.topics();
    Topology topology =
        new TimelineTopology(
                topics.captions().name(),
                topics.deadLetters().name(),
                config.retention(),
                () -> schemas)
            .get();
    new SessionEndTopology(
            topics.feedEvents().name(),
            topics.deadLetters().name(),
            config.retention(),
            () -> schemas)
        .addTo(topology);
    new SoundEventTopology(
            topics.soundEvents().name(),
            new SoundTracker(config.sounds()),
            config.retention(),
            () -> schemas)
        .addTo(topology);
    new FeedHealthTopology(
            topics.feedEvents().name(),
            new HealthTracker(config.health()),
            config.retention(),
            () -> schemas)
        .addTo(topology);
    return new AlertTopology(
            topics.alertRules().name(),
            topics.alerts().name(),
            topics.alertSightings().name(),
            topics.feedEvents().name(),
            new AlertTracker(config.alerts()),
            new GroupAlertTracker(config.alerts(), config.groupLateness()),
            config.labels(),
            config.retention(),
            () -> schemas)
        .addTo(topology);
  }

  /** Returns the number of partitions of the topic of captions. */
  private static int prepareTopics(TopologyConfig config) {
    List<TopicDefinition> needed =
        List.of(
            config.topics().captions(),
            config.topics().feedEvents(),
            config.topics().soundEvents(),
            config.topics().alertRules(),
            config.topics().alerts(),
            config.topics().alertSightings(),
            config.topics().deadLetters());
    try (TopicAdmin admin = TopicAdmin.open(config.kafka())) {
      if (config.createTopics()) {
        admin.createMissing(needed);
      }
      admin.verify(needed);
      return partitionsOfFeeds(admin, config.topics());
    }
  }

  /** Of captions and of feed events, which a task reads side by side. */
  private static int partitionsOfFeeds(TopicAdmin admin, Topics topics) {
    int ofCaptions = admin.partitions(topics.captions().name());
    int ofEvents = admin.partitions(topics.feedEvents().name());
    if (ofCaptions != ofEvents) {
      throw new TopologyException(
          "The topics %s and %s must have as many partitions as each other, and have %d and %d."
              .formatted(
                  topics.captions().name(), topics.feedEvents().name(), ofCaptions, ofEvents));
    }
    return ofCaptions;
  }

  private void run() throws InterruptedException {
    try {
      streams.start();
    } catch (StreamsException e) {
      throw new TopologyException(
          "The application %s did not start on %s: %s."
              .formatted(config.name(), config.stateFolder(), e.getMessage()),
          e);
    }
    boolean inTime = running.await(config.startPatience().toMillis(), TimeUnit.MILLISECONDS);
    failures.throwIfAny(config.name());
    if (!inTime) {
      throw new TopologyException(
          "The application %s does not run after %s; it is %s."
              .formatted(config.name(), config.startPatience(), streams.state()));
    }
  }

  private void follow(KafkaStreams.State state) {
    switch (state) {
      case RUNNING -> running.countDown();
      case ERROR, NOT_RUNNING -> {
        running.countDown();
        ended.countDown();
      }
      default -> {}
    }
  }

  private StreamsHoldings holdings(int partitions) {
    Instance self = config.queries().orElseThrow().advertised();
    return new StreamsHoldings(
        streams,
        new StreamsGroup(streams, self, config.topics().captions().name(), partitions),
        config.labels(),
        () -> schemas);
  }

  /** Where this instance answers queries on this machine, if it does. */
  public Optional<String> queriesAddress() {
    return queries.map(QueryServer::address);
  }

  /** The timelines of the feeds that this instance holds. */
  public Timeline timeline() {
    return new Timeline(this::store, () -> schemas);
  }

  private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    try {
      return streams.store(
          StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, V>keyValueStore()));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new TimelineUnavailableException(
          "The timeline can't be read now: the application is %s.".formatted(streams.state()), e);
    }
  }

  /**
   * Waits until every caption that can be read was taken, and every sound and alert that they began
   * on these feeds is over.
   *
   * @param patience the longest wait
   * @return whether it came to that
   */
  public boolean awaitSettled(Collection<String> feedIds, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (Settled settled = new Settled(config, this::store)) {
      boolean done = settled.are(feedIds);
      while (!done && System.nanoTime() < deadline && ended.getCount() > 0) {
        var unused = ended.await(SETTLE_POLL.toMillis(), TimeUnit.MILLISECONDS);
        done = settled.are(feedIds);
      }
      return done;
    }
  }

  /** Kafka Streams' metrics, the timeline's own among them. */
  public java.util.Map<org.apache.kafka.common.MetricName, ? extends org.apache.kafka.common.Metric>
      metrics() {
    return streams.metrics();
  }

  /** Well while it runs, or takes over or hands on partitions. */
  public Health health() {
    KafkaStreams.State state = streams.state();
    return new Health(
        state.isRunningOrRebalancing(),
        "The application %s is %s.".formatted(config.name(), state));
  }

  /**
   * Shows Kafka Streams' and the queries' metrics, the timeline's among them, to {@code meters}.
   */
  public void bindTo(MeterRegistry meters) {
    new KafkaStreamsMetrics(streams).bindTo(meters);
    queries.ifPresent(server -> server.bindTo(meters));
  }

  /**
   * Returns when the application has ended.
   *
   * @throws TopologyException if it ended because it could not go on
   */
  public void awaitEnd() throws InterruptedException {
    ended.await();
    failures.throwIfAny(config.name());
  }

  /**
   * Stops and leaves the group, so that another instance takes over at once. May be called twice.
   */
  @Override
  public void close() {
    queries.ifPresent(QueryServer::close);
    notifiers.close();
    streams.close(
        CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(STOP_PATIENCE));
    storeMemory.close();
    schemas.closeShared();
  }
}
