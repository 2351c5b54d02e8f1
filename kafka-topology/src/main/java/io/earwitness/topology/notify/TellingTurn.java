package io.earwitness.topology.notify;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.UnreadableEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance's turn at telling one target: reads alerts, tells them one after the other, tries
 * again what the target did not take, and commits how far it came. For one thread.
 */
final class TellingTurn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TellingTurn.class);
  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);

  private final AlertTarget target;
  private final Optional<Duration> patience;
  private final UndeliveredAlerts undelivered;
  private final Consumer<String> report;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventReader<Alert> reader;
  private final Map<TopicPartition, Long> toldBefore = new HashMap<>();
  private final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final OpenOffsets offsets = new OpenOffsets();
  private final Backoff backoff = new Backoff();
  private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
  private Instant nextCommit = Instant.MIN;

  /**
   * @param group under which is kept how far the target was told
   * @param patience after which an alert that the target does not take is given up; empty for never
   * @param since the first turn of all tells what was written from then on
   * @param report told, in a sentence, when the target stops and begins again to answer
   */
  TellingTurn(
      NotifyTopics topics,
      String group,
      AlertTarget target,
      Optional<Duration> patience,
      Instant since,
      UndeliveredAlerts undelivered,
      Consumer<String> report) {
    this.target = target;
    this.patience = patience;
    this.undelivered = undelivered;
    this.report = report;
    this.reader = EventReader.open(EventTypes.ALERT, topics.schemas().get());
    this.consumer = AssignedReader.open(topics, topics.alerts(), Optional.of(group));
    seek(since);
  }

  private void seek(Instant since) {
    var partitions = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(partitions);
    // The ends first: an alert that comes between the two questions is new, not one before.
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> written =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> since.toEpochMilli())));
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata at = known.get(partition);
      OffsetAndTimestamp first = written.get(partition);
      if (at != null) {
        consumer.seek(partition, at.offset());
        toldBefore.put(partition, OpenOffsets.toldBefore(at));
      } else {
        // A target that is new is told what fires now, but not what is over.
        consumer.seekToBeginning(java.util.List.of(partition));
        toldBefore.put(partition, first == null ? ends.get(partition) : first.offset());
      }
    }
  }

  /** Whether something waits to be told that may be told at once. */
  boolean isBusy() {
    return !waiting.isEmpty() && backoff.mayTry(Instant.now());
  }

  /** Does a little of what there is to do. */
  void step() throws InterruptedException {
    if (waiting.isEmpty()) {
      consumer.poll(Duration.ZERO).forEach(waiting::add);
    }
    Instant now = Instant.now();
    if (backoff.mayTry(now)) {
      try {
        target.tick(now);
        if (!waiting.isEmpty()) {
          take(waiting.peek(), now);
          waiting.remove();
        }
        if (backoff.succeeded()) {
          report.accept("%s answers again.".formatted(target.describe()));
        }
      } catch (DeliveryException e) {
        if (backoff.failed(now)) {
          LOG.warn("{}", e.getMessage(), e);
          report.accept("%s It is tried again.".formatted(e.getMessage()));
        }
      }
    }
    if (!now.isBefore(nextCommit)) {
      commit();
      nextCommit = now.plus(BETWEEN_COMMITS);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Instant now)
      throws DeliveryException, InterruptedException {
    var partition = new TopicPartition(record.topic(), record.partition());
    Alert alert;
    try {
      alert = reader.read(record.value());
    } catch (UnreadableEventException e) {
      LOG.warn("{} at {}: {}", partition, record.offset(), e.getMessage());
      offsets.toldUpTo(partition, record.offset() + 1);
      return;
    }
    if (record.offset() < toldBefore.get(partition)) {
      target.recall(alert);
    } else {
      tell(alert, record, now);
    }
    offsets.told(alert.alertId(), partition, record.offset());
  }

  private void tell(Alert alert, ConsumerRecord<byte[], byte[]> record, Instant now)
      throws DeliveryException, InterruptedException {
    try {
      target.tell(alert, now);
    } catch (DeliveryException e) {
      boolean tooLate =
          patience.isPresent() && alert.emittedAt().plus(patience.get()).isBefore(now);
      if (!e.isLasting() && !tooLate) {
        throw e;
      }
      undelivered.bury(record, alert, e.getMessage(), now);
      report.accept(
          "%s Alert %s of rule %s is given up; it is among the dead letters."
              .formatted(e.getMessage(), alert.alertId(), alert.ruleId()));
    }
  }

  private void commit() {
    // Before all that was told is recalled, it isn't known which alerts go on.
    if (toldBefore.entrySet().stream().anyMatch(e -> readUpTo(e.getKey()) < e.getValue())) {
      return;
    }
    consumer.assignment().forEach(partition -> offsets.toldUpTo(partition, readUpTo(partition)));
    Map<TopicPartition, OffsetAndMetadata> now = offsets.toCommit(target::remembers);
    if (!now.equals(committed)) {
      consumer.commitSync(now);
      committed = now;
    }
  }

  /** Everything before this was dealt with: told, or is no record. */
  private long readUpTo(TopicPartition partition) {
    return waiting.stream()
        .filter(r -> r.topic().equals(partition.topic()) && r.partition() == partition.partition())
        .mapToLong(ConsumerRecord::offset)
        .min()
        .orElseGet(() -> consumer.position(partition));
  }

  @Override
  public void close() {
    try {
      commit();
    } finally {
      target.close();
      consumer.close();
      reader.close();
    }
  }
}
