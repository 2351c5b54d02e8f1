package io.earwitness.topology;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.AlertTracker;
import io.earwitness.captioner.alert.FeedAlerts;
import io.earwitness.captioner.alert.GroupSighting;
import io.earwitness.captioner.alert.Misfits;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.health.FeedHealth;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.LogFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the alerts of the feeds of one task. Time is the machine's, never stream time: the clocks
 * of feeds may be minutes apart.
 */
final class TrackAlerts implements Processor<String, FeedNews, byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(TrackAlerts.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

  private final TrackAlertsSupplier parts;
  private final Misfits misfits = new Misfits();

  private ProcessorContext<byte[], byte[]> context;
  private FeedStates<FeedAlerts> states;
  private ReadOnlyKeyValueStore<String, FeedHealth> health;
  private EventReader<AlertRule> ruleReader;
  private EventWriter<Alert> writer;
  private EventWriter<FeedEvent> eventWriter;
  private TaskRules rules;
  private Sensor misfit;
  private Instant startedAt;

  TrackAlerts(TrackAlertsSupplier parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    states =
        new FeedStates<>(
            context.getStateStore(TrackAlertsSupplier.STORE),
            FeedAlerts.NONE,
            state -> !state.incidents().isEmpty());
    health = context.<KeyValueStore<String, FeedHealth>>getStateStore(TrackHealthSupplier.STORE);
    writer = EventWriter.open(EventTypes.ALERT, parts.alertsTopic(), parts.schemas().get());
    eventWriter =
        EventWriter.open(EventTypes.FEED_EVENT, parts.feedEventsTopic(), parts.schemas().get());
    ruleReader = EventReader.open(EventTypes.ALERT_RULE, parts.schemas().get());
    misfit = AlertMetrics.MISFIT.sensor(context);
    rules =
        new TaskRules(
            context.getStateStore(AlertTopology.RULES),
            parts.changesOfRules(),
            ruleReader,
            AlertMetrics.UNUSABLE.sensor(context));
    startedAt = Instant.ofEpochMilli(context.currentSystemTimeMs());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
    context.schedule(
        BETWEEN_ROUNDS,
        PunctuationType.WALL_CLOCK_TIME,
        now -> forgetFeedsBefore(Instant.ofEpochMilli(now).minus(parts.retention())));
  }

  @Override
  public void process(Record<String, FeedNews> record) {
    record.value().tell(this::accept, this::end);
  }

  private void accept(CaptionEvent caption) {
    FeedAlerts before = states.get(caption.feedId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    AlertTracker.Step step =
        parts
            .tracker()
            .accept(before, rules.current(), parts.labels().of(caption.feedId()), caption, now);
    states.replace(caption.feedId(), before, step.state());
    tell(step.alerts(), now);
    handOver(step.sightings(), now);
    step.misfits().forEach(rule -> misfit.record());
    misfits.after(caption, step.misfits(), now).ifPresent(event -> tellMisfit(event, now));
  }

  private void end(SessionEnd end) {
    FeedAlerts before = states.get(end.feedId());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    states.replace(end.feedId(), before, parts.tracker().end(before, end, now));
  }

  private void tick(Instant now) {
    RuleBook current = rules.current();
    for (String feedId : states.activeFeeds()) {
      FeedAlerts before = states.get(feedId);
      // While this instance was away or restoring, no caption could come.
      FeedAlerts patient =
          before.acceptedAt().isBefore(startedAt) ? before.resumedAt(startedAt) : before;
      AlertTracker.Step step = parts.tracker().tick(patient, current, now);
      if (!step.state().equals(patient)) {
        states.replace(feedId, before, step.state());
        tell(step.alerts(), now);
      }
    }
    if (current.watchesHealth()) {
      observeHealth(current, now);
    }
  }

  private void observeHealth(RuleBook current, Instant now) {
    try (KeyValueIterator<String, FeedHealth> feeds = health.all()) {
      while (feeds.hasNext()) {
        KeyValue<String, FeedHealth> feed = feeds.next();
        FeedAlerts before = states.get(feed.key);
        AlertTracker.Step step =
            parts
                .tracker()
                .observeHealth(
                    before,
                    current,
                    feed.key,
                    parts.labels().of(feed.key),
                    feed.value.ailments().values(),
                    now);
        if (!step.state().equals(before)) {
          states.replace(feed.key, before, step.state());
        }
        tell(step.alerts(), now);
      }
    }
  }

  private void tell(List<Alert> alerts, Instant now) {
    for (Alert alert : alerts) {
      ProducerRecord<byte[], byte[]> told = writer.record(alert);
      context.forward(
          new Record<>(told.key(), told.value(), now.toEpochMilli(), told.headers()),
          AlertTopology.WRITE);
    }
  }

  /** To the tasks that keep the groups. */
  private void handOver(List<GroupSighting> sightings, Instant now) {
    for (GroupSighting sighting : sightings) {
      byte[] key = sighting.group().getBytes(StandardCharsets.UTF_8);
      byte[] value = AlertTopology.SIGHTING.serializer().serialize("", sighting);
      context.forward(new Record<>(key, value, now.toEpochMilli()), AlertTopology.WRITE_SIGHTINGS);
    }
  }

  private void tellMisfit(FeedEvent event, Instant now) {
    try (LogFields about = LogFields.ofFeed(event.feedId())) {
      LOG.warn("Feed {}: {}", event.feedId(), event.detail());
    }
    ProducerRecord<byte[], byte[]> told = eventWriter.record(event);
    context.forward(
        new Record<>(told.key(), told.value(), now.toEpochMilli(), told.headers()),
        AlertTopology.WRITE_MISFITS);
  }

  private void forgetFeedsBefore(Instant instant) {
    states.forgetInactive(state -> state.acceptedAt().isBefore(instant));
  }

  @Override
  public void close() {
    writer.close();
    eventWriter.close();
    ruleReader.close();
  }
}
