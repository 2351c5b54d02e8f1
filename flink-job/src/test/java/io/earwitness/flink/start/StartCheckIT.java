package io.earwitness.flink.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.flink.config.JobConfig;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartCheckIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  @Test
  void findsTheTopicsThatItCreates() {
    Settings settings = settings("found").set("topics.partitions=3").resolve();

    assertThat(StartCheck.of(JobConfig.of(settings)).chunkPartitions()).isEqualTo(3);
  }

  @Test
  void namesTheTopicThatIsMissing() {
    Settings settings = settings("missing").set("topics.create=false").resolve();

    assertThatThrownBy(() -> StartCheck.of(JobConfig.of(settings)))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("There is no topic missing.chunks");
  }

  @Test
  void refusesTransactionsThatTheBrokersWouldNotTake() {
    Settings settings = settings("long").set("job.transaction.timeout=1h").resolve();

    assertThatThrownBy(() -> StartCheck.of(JobConfig.of(settings)))
        .isInstanceOf(JobStartException.class)
        .hasMessage(
            "job.transaction.timeout is 3600000 ms, but the brokers allow transactions of 900000 ms"
                + " at most (transaction.max.timeout.ms).")
        .satisfies(problem -> assertThat(problem.getStackTrace()).isEmpty());
  }

  @Test
  void takesLongTransactionsForNothingWhereNoneAreUsed() {
    Settings settings =
        settings("no-transactions")
            .set("job.transaction.timeout=1h")
            .set("job.delivery=at-least-once")
            .resolve();

    assertThat(StartCheck.of(JobConfig.of(settings)).chunkPartitions()).isPositive();
  }

  @Test
  void namesTheRegistryThatDoesNotAnswer() {
    Settings settings = settings("no-registry").set("registry.url=http://127.0.0.1:1").resolve();

    assertThatThrownBy(() -> StartCheck.of(JobConfig.of(settings)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("http://127.0.0.1:1");
  }

  private static SettingsBuilder settings(String name) {
    SettingsBuilder settings =
        Settings.of(AllSettings.CATALOGUE)
            .set("kafka.bootstrap.servers", STACK.kafka().bootstrapServers())
            .set("registry.url", STACK.registry().urls().get(0))
            .set("topics.create", "true");
    for (String topic : new String[] {"chunks", "captions", "feed-events", "dead-letters"}) {
      settings.set("topics." + topic, name + "." + topic);
    }
    return settings;
  }
}
