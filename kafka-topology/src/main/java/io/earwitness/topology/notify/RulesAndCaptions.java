package io.earwitness.topology.notify;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules from their begin on, and the captions from now on. For one thread. */
final class RulesAndCaptions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RulesAndCaptions.class);

  private final KafkaConsumer<byte[], byte[]> ruleConsumer;
  private final KafkaConsumer<byte[], byte[]> captionConsumer;
  private final EventReader<AlertRule> ruleReader;
  private final EventReader<CaptionEvent> captionReader;
  private Map<TopicPartition, Long> firstEnds;

  RulesAndCaptions(NotifyTopics topics) {
    ruleReader = EventReader.open(EventTypes.ALERT_RULE, topics.schemas().get());
    captionReader = EventReader.open(EventTypes.CAPTION, topics.schemas().get());
    ruleConsumer = AssignedReader.open(topics, topics.rules(), Optional.empty());
    ruleConsumer.seekToBeginning(ruleConsumer.assignment());
    firstEnds = ruleConsumer.endOffsets(ruleConsumer.assignment());
    captionConsumer = AssignedReader.open(topics, topics.captions(), Optional.empty());
    captionConsumer.seekToEnd(captionConsumer.assignment());
    captionConsumer.assignment().forEach(captionConsumer::position);
  }

  /**
   * Rules that changed since the last call; the first call reads all that there are.
   *
   * @param sink takes a rule's id and the rule, or nothing if it was deleted or can't be read
   */
  void readRules(BiConsumer<String, Optional<AlertRule>> sink) {
    if (firstEnds != null) {
      while (!AssignedReader.isAt(ruleConsumer, firstEnds)) {
        ruleConsumer.poll(Duration.ofMillis(100)).forEach(record -> take(record, sink));
      }
      firstEnds = null;
    }
    ruleConsumer.poll(Duration.ZERO).forEach(record -> take(record, sink));
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, BiConsumer<String, Optional<AlertRule>> sink) {
    if (record.key() == null) {
      return;
    }
    String id = new String(record.key(), StandardCharsets.UTF_8);
    Optional<AlertRule> rule = Optional.empty();
    if (record.value() != null) {
      try {
        rule = Optional.of(ruleReader.read(record.value()));
      } catch (UnreadableEventException e) {
        LOG.warn("Alert rule {} can't be read: {}", id, e.getMessage());
      }
    }
    sink.accept(id, rule);
  }

  /** Captions that came since the last call. */
  void readCaptions(Consumer<CaptionEvent> sink) {
    for (ConsumerRecord<byte[], byte[]> record : captionConsumer.poll(Duration.ZERO)) {
      try {
        sink.accept(captionReader.read(record.value()));
      } catch (UnreadableEventException e) {
        LOG.debug("{} at {} is no caption", record.partition(), record.offset()); // a dead letter
      }
    }
  }

  @Override
  public void close() {
    ruleConsumer.close();
    captionConsumer.close();
    ruleReader.close();
    captionReader.close();
  }
}
