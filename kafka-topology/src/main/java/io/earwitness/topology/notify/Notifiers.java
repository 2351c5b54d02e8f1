package io.earwitness.topology.notify;

import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.SchemaStore;
import io.earwitness.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells alerts to the systems of the configuration, each on a thread of its own and at least once.
 * Safe for use by several threads.
 */
public final class Notifiers implements AutoCloseable {
  private final List<TargetRunner> runners = new ArrayList<>();
  private final UndeliveredAlerts undelivered;

  private Notifiers(UndeliveredAlerts undelivered) {
    this.undelivered = undelivered;
  }

  /**
   * Begins to tell.
   *
   * @param application the name with which the consumer groups' names begin
   * @param schemas opens the schemas, once per use
   * @param report told in sentences when a target stops and begins again to answer; called by
   *     several threads
   */
  public static Notifiers start(
      NotifyConfig config,
      String application,
      KafkaConnection kafka,
      Topics topics,
      Supplier<? extends SchemaStore> schemas,
      Consumer<String> report) {
    var from = new NotifyTopics(application, kafka, topics, schemas);
    var undelivered = new UndeliveredAlerts(from);
    var notifiers = new Notifiers(undelivered);
    Instant since = Instant.now();
    config
        .alertmanager()
        .ifPresent(
            alertmanager ->
                notifiers.add(
                    from,
                    "alertmanager",
                    () -> new AlertmanagerTarget(alertmanager),
                    Optional.empty(),
                    since,
                    report));
    config
        .webhook()
        .ifPresent(
            webhook ->
                notifiers.add(
                    from,
                    "webhook",
                    () -> new WebhookTarget(webhook),
                    Optional.of(webhook.giveUpAfter()),
                    since,
                    report));
    config
        .mqtt()
        .ifPresent(
            mqtt ->
                notifiers.add(
                    from,
                    "mqtt",
                    () -> new MqttTarget(mqtt, from),
                    Optional.empty(),
                    since,
                    report));
    notifiers.runners.forEach(TargetRunner::start);
    return notifiers;
  }

  private void add(
      NotifyTopics topics,
      String name,
      Supplier<AlertTarget> target,
      Optional<Duration> patience,
      Instant since,
      Consumer<String> report) {
    Supplier<TellingTurn> turns =
        () ->
            new TellingTurn(
                topics, topics.group(name), target.get(), patience, since, undelivered, report);
    runners.add(new TargetRunner(topics, name, turns));
  }

  /** Tells no more; what was not told yet is told after the next start. */
  @Override
  public void close() {
    runners.forEach(TargetRunner::stop);
    runners.forEach(TargetRunner::close);
    undelivered.close();
  }
}
