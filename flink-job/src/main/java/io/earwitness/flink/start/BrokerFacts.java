package io.earwitness.flink.start;

import io.earwitness.settings.keys.JobSettings;
import io.earwitness.wire.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Asks brokers what the job must know of them. */
final class BrokerFacts implements AutoCloseable {
  private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 50;

  private final Admin admin;

  private BrokerFacts(Admin admin) {
    this.admin = admin;
  }

  static BrokerFacts open(KafkaConnection kafka) {
    return new BrokerFacts(Admin.create(kafka.clientConfig()));
  }

  /**
   * @throws JobStartException if the brokers allow only shorter transactions
   */
  void requireTransactionsOf(Duration timeout) {
    Node broker = await(admin.describeCluster().nodes()).iterator().next();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
    Map<ConfigResource, Config> configs = await(admin.describeConfigs(List.of(resource)).all());
    ConfigEntry longest = configs.get(resource).get(MAX_TRANSACTION);
    if (longest != null && timeout.toMillis() > Long.parseLong(longest.value())) {
      throw new JobStartException(
          "%s is %d ms, but the brokers allow transactions of %s ms at most (%s)."
              .formatted(
                  JobSettings.TRANSACTION_TIMEOUT.key(),
                  timeout.toMillis(),
                  longest.value(),
                  MAX_TRANSACTION));
    }
  }

  /**
   * Waits until the brokers tell of topics that were just created: word takes a moment to spread.
   */
  void awaitTopics(Set<String> created) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!await(admin.listTopics().names()).containsAll(created)) {
      if (System.nanoTime() > deadline) {
        throw new JobStartException(
            "The brokers don't tell of the topics %s %d s after their creation."
                .formatted(created, PATIENCE.toSeconds()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobStartException("Interrupted while asking Kafka.");
    }
  }

  int partitionsOf(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .size();
  }

  private static <V> V await(KafkaFuture<V> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new JobStartException("Kafka refuses to answer: %s".formatted(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobStartException("Interrupted while asking Kafka.");
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
