package io.earwitness.topology;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.GroupAlertTracker;
import io.earwitness.captioner.alert.GroupAlerts;
import io.earwitness.captioner.alert.GroupSighting;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Tells the alerts of the groups of one task, from what rules found on their feeds. */
final class TrackGroupAlerts implements Processor<String, byte[], byte[], byte[]> {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final TrackGroupAlertsSupplier parts;

  private ProcessorContext<byte[], byte[]> context;
  private FeedStates<GroupAlerts> states;
  private EventReader<AlertRule> ruleReader;
  private EventWriter<Alert> writer;
  private TaskRules rules;

  TrackGroupAlerts(TrackGroupAlertsSupplier parts) {
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    states =
        new FeedStates<>(
            context.getStateStore(TrackGroupAlertsSupplier.STORE),
            GroupAlerts.NONE,
            state -> !state.incidents().isEmpty());
    writer = EventWriter.open(EventTypes.ALERT, parts.alertsTopic(), parts.schemas().get());
    ruleReader = EventReader.open(EventTypes.ALERT_RULE, parts.schemas().get());
    rules =
        new TaskRules(
            context.getStateStore(AlertTopology.RULES),
            parts.changesOfRules(),
            ruleReader,
            AlertMetrics.UNUSABLE.sensor(context));
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    GroupSighting sighting = AlertTopology.SIGHTING.deserializer().deserialize("", record.value());
    GroupAlerts before = states.get(sighting.group());
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    GroupAlertTracker.Step step = parts.tracker().accept(before, rules.current(), sighting, now);
    states.replace(sighting.group(), before, step.state());
    tell(step.alerts(), now);
  }

  private void tick(Instant now) {
    RuleBook current = rules.current();
    for (String group : states.activeFeeds()) {
      GroupAlerts before = states.get(group);
      GroupAlertTracker.Step step = parts.tracker().tick(before, current, now);
      if (!step.state().equals(before)) {
        states.replace(group, before, step.state());
        tell(step.alerts(), now);
      }
    }
  }

  private void tell(List<Alert> alerts, Instant now) {
    for (Alert alert : alerts) {
      ProducerRecord<byte[], byte[]> told = writer.record(alert);
      context.forward(new Record<>(told.key(), told.value(), now.toEpochMilli(), told.headers()));
    }
  }

  @Override
  public void close() {
    writer.close();
    ruleReader.close();
  }
}
