package io.earwitness.flink.start;

import io.earwitness.flink.config.JobConfig;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import java.util.List;
import java.util.Optional;

/**
 * Looks at everything that the job needs before it starts, so that what is missing is said in a
 * sentence and not by a restart loop.
 */
public final class StartCheck {
  private StartCheck() {}

  /**
   * Checks brokers, topics and registry; creates topics if so configured.
   *
   * @return what was found
   * @throws io.earwitness.wire.TopicException if the brokers don't answer, or a topic is missing or
   *     not as it must be
   * @throws io.earwitness.wire.RegistryException if the registry does not answer
   * @throws JobStartException if the brokers don't allow transactions of the configured length, or
   *     nothing lies in the range that the job is asked for
   */
  public static Surroundings of(JobConfig config) {
    List<TopicDefinition> topics = topics(config.topics());
    try (TopicAdmin admin = TopicAdmin.open(config.kafka())) {
      if (config.createTopics()) {
        var unused = admin.createMissing(topics);
      }
      admin.verify(topics);
    }
    try (SchemaRegistry registry = SchemaRegistry.open(config.registry())) {
      registry.verify();
    }
    try (BrokerFacts brokers = BrokerFacts.open(config.kafka())) {
      if (config.isExactlyOnce()) {
        brokers.requireTransactionsOf(config.transactionTimeout());
      }
      String chunks = config.topics().chunks().name();
      return new Surroundings(
          brokers.partitionsOf(chunks),
          config.range().ends()
              ? Optional.of(brokers.pastChunks(chunks, config.range()))
              : Optional.empty());
    }
  }

  private static List<TopicDefinition> topics(Topics topics) {
    return List.of(topics.chunks(), topics.captions(), topics.feedEvents(), topics.deadLetters());
  }
}
