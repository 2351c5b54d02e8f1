package io.earwitness.topology;

import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.ModelKnowledge;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.rule.RuleCheck;
import io.earwitness.captioner.rule.RuleProblem;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's own copy of the rules, compiled. A rule that can't be used takes the place of its
 * former version all the same, is told in the log and counted: what people see on the topic is what
 * holds.
 */
final class TaskRules {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRules.class);
  private static final long NEVER = -1;

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final AtomicLong changes;
  private final EventReader<AlertRule> reader;
  private final Sensor unusable;
  private final RuleBook book = new RuleBook();
  private final Map<Bytes, byte[]> taken = new HashMap<>();
  private long changesSeen = NEVER;

  /**
   * @param changes counts the changes of {@code store}
   */
  TaskRules(
      ReadOnlyKeyValueStore<Bytes, byte[]> store,
      AtomicLong changes,
      EventReader<AlertRule> reader,
      Sensor unusable) {
    this.store = store;
    this.changes = changes;
    this.reader = reader;
    this.unusable = unusable;
  }

  /** The rules as they are now. */
  RuleBook current() {
    long changesNow = changes.get();
    if (changesNow != changesSeen) {
      takeChanges();
      changesSeen = changesNow;
    }
    return book;
  }

  private void takeChanges() {
    Set<Bytes> gone = new HashSet<>(taken.keySet());
    try (KeyValueIterator<Bytes, byte[]> rules = store.all()) {
      while (rules.hasNext()) {
        KeyValue<Bytes, byte[]> rule = rules.next();
        // Deleted between the listing of keys and the reading of this one.
        if (rule.value != null) {
          gone.remove(rule.key);
          if (!Arrays.equals(taken.put(rule.key, rule.value), rule.value)) {
            take(idOf(rule.key), rule.value);
          }
        }
      }
    }
    for (Bytes key : gone) {
      taken.remove(key);
      book.remove(idOf(key));
    }
  }

  private void take(String ruleId, byte[] bytes) {
    book.remove(ruleId);
    try {
      AlertRule rule = reader.read(bytes);
      List<RuleProblem> problems = RuleCheck.problems(rule, ModelKnowledge.UNKNOWN);
      if (!rule.ruleId().equals(ruleId)) {
        refuse(ruleId, "its key is not its id, " + rule.ruleId());
      } else if (!problems.isEmpty()) {
        refuse(
            ruleId, problems.stream().map(RuleProblem::sentence).collect(Collectors.joining("; ")));
      } else {
        book.put(rule);
      }
    } catch (UnreadableEventException e) {
      refuse(ruleId, e.getMessage());
    }
  }

  private void refuse(String ruleId, String why) {
    unusable.record();
    LOG.warn("Alert rule {} can't be used: {}", ruleId, why);
  }

  private static String idOf(Bytes key) {
    return new String(key.get(), StandardCharsets.UTF_8);
  }
}
