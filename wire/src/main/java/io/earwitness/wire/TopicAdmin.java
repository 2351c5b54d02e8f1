package io.earwitness.wire;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and checks topics. Every method waits a bounded time for the brokers. */
public final class TopicAdmin implements AutoCloseable {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 20;

  /** What a topic of somebody else's making must have alike, for the guarantees to hold. */
  private static final List<String> ALIKE =
      List.of(MESSAGE_TIMESTAMP_TYPE_CONFIG, CLEANUP_POLICY_CONFIG);

  /** What it must have at least. */
  private static final List<String> AT_LEAST = List.of(MAX_MESSAGE_BYTES_CONFIG);

  private final String bootstrapServers;
  private final Admin admin;

  private TopicAdmin(String bootstrapServers, Admin admin) {
    this.bootstrapServers = bootstrapServers;
    this.admin = admin;
  }

  /** Opens a client. Asks nothing yet, but that the brokers' names resolve. */
  public static TopicAdmin open(KafkaConnection connection) {
    return open(connection, DEFAULT_PATIENCE);
  }

  /**
   * @param patience how long any call waits for the brokers
   * @throws TopicException if the connection's properties are none that Kafka understands
   */
  public static TopicAdmin open(KafkaConnection connection, Duration patience) {
    Map<String, Object> config = connection.clientConfig();
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
    try {
      return new TopicAdmin(connection.bootstrapServers(), Admin.create(config));
    } catch (RuntimeException e) {
      throw new TopicException(
          "Can't connect to Kafka at %s: %s."
              .formatted(connection.bootstrapServers(), rootMessage(e)),
          e);
    }
  }

  /**
   * Creates the topics that are not there. Those that are stay as they are. Returns once the
   * brokers take records for them all, those too that somebody else has just created.
   *
   * @return the names of those created
   * @throws TopicException if the brokers don't answer or refuse
   */
  public Set<String> createMissing(Collection<TopicDefinition> wanted) {
    Set<String> present = names();
    List<TopicDefinition> missing =
        wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
    Map<String, KafkaFuture<Void>> creations =
        admin.createTopics(missing.stream().map(TopicDefinition::newTopic).toList()).values();
    Set<String> created =
        missing.stream()
            .map(TopicDefinition::name)
            .filter(name -> finishCreation(name, creations.get(name)))
            .collect(Collectors.toUnmodifiableSet());
    awaitLeaders(creations.keySet());
    return created;
  }

  /**
   * A new topic takes a moment to spread from the controller to the brokers, and a broker tells of
   * it before it takes records for it. A producer that comes in between may have its first batch
   * refused and its second accepted; the first is then out of order for good.
   */
  private void awaitLeaders(Set<String> topics) {
    Map<TopicPartition, OffsetSpec> ends =
        partitionsOnceTold(topics).stream()
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    // Asked of each partition's leader, again and again until it is one.
    await("waiting for the leaders of new topics", admin.listOffsets(ends).all());
  }

  private Set<TopicPartition> partitionsOnceTold(Set<String> topics) {
    long deadline = System.nanoTime() + DEFAULT_PATIENCE.toNanos();
    while (true) {
      try {
        return await("describing new topics", admin.describeTopics(topics).allTopicNames())
            .values()
            .stream()
            .flatMap(TopicAdmin::partitions)
            .collect(Collectors.toSet());
      } catch (TopicException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new TopicException(
            "Kafka at %s does not tell of the topics %s %d s after their creation."
                .formatted(bootstrapServers, new TreeSet<>(topics), DEFAULT_PATIENCE.toSeconds()));
      }
      pause();
    }
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicException("Interrupted while waiting for topics.", e);
    }
  }

  /**
   * Checks that the topics are there with the settings on which the guarantees rest.
   *
   * @throws TopicException with a sentence for each one that is not
   */
  public void verify(Collection<TopicDefinition> wanted) {
    Set<String> present = names();
    List<String> problems = new ArrayList<>();
    for (TopicDefinition topic : wanted) {
      if (!present.contains(topic.name())) {
        problems.add("There is no topic %s at %s.".formatted(topic.name(), bootstrapServers));
      } else {
        problems.addAll(differences(topic));
      }
    }
    if (!problems.isEmpty()) {
      throw new TopicException(String.join(System.lineSeparator(), problems));
    }
  }

  /** The names of all topics that this client may see. */
  public Set<String> names() {
    return await("listing topics", admin.listTopics().names());
  }

  /** How many partitions a topic has. */
  public int partitions(String topic) {
    return await(
            "describing topic " + topic,
            admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
        .partitions()
        .size();
  }

  private List<String> differences(TopicDefinition topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config actual =
        await(
            "describing topic " + topic.name(),
            admin.describeConfigs(List.of(resource)).values().get(resource));
    List<String> differences = new ArrayList<>();
    for (String key : ALIKE) {
      check(topic, actual, key, "must have %s", String::equals).ifPresent(differences::add);
    }
    for (String key : AT_LEAST) {
      check(topic, actual, key, "must have at least %s", TopicAdmin::isAtLeast)
          .ifPresent(differences::add);
    }
    return differences;
  }

  /** Returns a sentence if the topic wants something of {@code key} that does not hold. */
  private static Optional<String> check(
      TopicDefinition topic,
      Config actual,
      String key,
      String demand,
      BiPredicate<String, String> holds) {
    String wanted = topic.config().get(key);
    ConfigEntry entry = actual.get(key);
    if (wanted == null || entry == null || holds.test(entry.value(), wanted)) {
      return Optional.empty();
    }
    return Optional.of(
        "Topic %s has %s=%s, but %s."
            .formatted(topic.name(), key, entry.value(), demand.formatted(wanted)));
  }

  private static boolean isAtLeast(String actual, String wanted) {
    return Long.parseLong(actual) >= Long.parseLong(wanted);
  }

  /** Returns whether the topic is our making: another process may have been faster. */
  private boolean finishCreation(String name, KafkaFuture<Void> creation) {
    try {
      await("creating topic " + name, creation);
      return true;
    } catch (TopicException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  private <V> V await(String doing, KafkaFuture<V> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new TopicException(
            "No Kafka broker answers at %s (%s).".formatted(bootstrapServers, doing), e.getCause());
      }
      throw new TopicException(
          "Kafka at %s: %s failed: %s."
              .formatted(bootstrapServers, doing, rootMessage(e.getCause())),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicException("Interrupted while %s.".formatted(doing), e);
    }
  }

  private static String rootMessage(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.replaceAll("\\.$", "");
  }

  @Override
  public void close() {
    admin.close(DEFAULT_PATIENCE);
  }
}
