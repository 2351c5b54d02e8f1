package io.earwitness.topology.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one target the alerts, on a thread of its own: whatever becomes of the target, neither the
 * topology nor another target waits.
 *
 * <p>Of several instances of the application one at a time tells a target, the one that a consumer
 * group gives the rules' first partition; if it goes, another goes on from where it came to.
 */
final class TargetRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetRunner.class);
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

  private final NotifyTopics topics;
  private final String target;
  private final Supplier<TellingTurn> turns;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param target its name, by which its group is called
   * @param turns begins to tell the target
   */
  TargetRunner(NotifyTopics topics, String target, Supplier<TellingTurn> turns) {
    this.topics = topics;
    this.target = target;
    this.turns = turns;
    this.thread = new Thread(this::run, "notify-" + target);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<byte[], byte[]> lock = openLock()) {
        lock.subscribe(List.of(topics.rules()));
        takeTurns(lock);
      } catch (InterruptedException | InterruptException e) {
        return; // closing
      } catch (KafkaException | IllegalStateException e) {
        LOG.warn("{} is not told of alerts for a moment", target, e);
        pause();
      }
    }
  }

  private void takeTurns(KafkaConsumer<byte[], byte[]> lock) throws InterruptedException {
    var mine = new TopicPartition(topics.rules(), 0);
    TellingTurn turn = null;
    try {
      while (!closing) {
        var unused = lock.poll(turn != null && turn.isBusy() ? Duration.ZERO : BREATH);
        // Nothing is read here: to hold the partition is all.
        lock.pause(lock.assignment());
        boolean holds = lock.assignment().contains(mine);
        if (holds && turn == null) {
          turn = turns.get();
        } else if (!holds && turn != null) {
          turn.close();
          turn = null;
        }
        if (turn != null) {
          turn.step();
        }
      }
    } finally {
      if (turn != null) {
        turn.close();
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> openLock() {
    Map<String, Object> config = topics.kafka().clientConfig();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, topics.group(target) + "-turn");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(config, bytes, bytes);
  }

  private void pause() {
    try {
      Thread.sleep(AFTER_FAILURE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing = true;
    }
  }

  /** Asks it to end, without waiting. */
  void stop() {
    closing = true;
  }

  /** Tells no more; what was not told is told by the next that takes a turn. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(CLOSE_PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
