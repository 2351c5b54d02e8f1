package io.earwitness.flink.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.earwitness.flink.config.JobConfig;
import io.earwitness.flink.start.PastChunks.Stretch;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.TopicException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
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

  @Test
  void saysWhatIsLeftWhereNothingLiesInTheRange() throws Exception {
    Settings range =
        settings("range")
            .set("topics.partitions=1")
            .set("job.run=past")
            .set("job.from=2020-01-01T00:00:00Z")
            .set("job.to=2020-01-02T00:00:00Z")
            .resolve();
    JobConfig config = JobConfig.of(range);
    assertThatThrownBy(() -> StartCheck.of(config))
        .isInstanceOf(JobStartException.class)
        .hasMessage(
            "No chunk was appended to range.chunks from 2020-01-01T00:00:00Z until before"
                + " 2020-01-02T00:00:00Z: it is empty.");

    try (ChunkSender sender =
        new ChunkSender(STACK.kafka(), STACK.registry(), config.topics().chunks().name())) {
      sender.send(Recording.ofSeconds("feed", 8_000, 3).chunks());
    }

    assertThatThrownBy(() -> StartCheck.of(config))
        .isInstanceOf(JobStartException.class)
        .hasMessageContaining("it holds what was appended from 20");
  }

  @Test
  void tellsWhatOfTheRangeWasDeleted() throws Exception {
    String chunks = "deleted.chunks";
    SettingsBuilder settings = settings("deleted").set("topics.partitions=1");
    var unused = StartCheck.of(JobConfig.of(settings.resolve()));
    try (ChunkSender sender = new ChunkSender(STACK.kafka(), STACK.registry(), chunks)) {
      sender.send(Recording.ofSeconds("feed", 8_000, 3).chunks());
    }
    Instant end = Instant.now().plusMillis(1);
    await().until(() -> Instant.now().isAfter(end));
    JobConfig config =
        JobConfig.of(
            settings
                .set("job.run=past")
                .set("job.from=2020-01-01T00:00:00Z")
                .set("job.to=" + end)
                .resolve());
    assertThat(StartCheck.of(config).past().orElseThrow())
        .isEqualTo(new PastChunks(Map.of(0, new Stretch(0, 3)), Optional.empty()));

    try (Admin admin = Admin.create(STACK.kafka().clientConfig())) {
      admin
          .deleteRecords(Map.of(new TopicPartition(chunks, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }

    PastChunks left = StartCheck.of(config).past().orElseThrow();
    assertThat(left.records()).isEqualTo(1);
    assertThat(left.deletedBefore()).isPresent();
  }

  @Test
  void refusesARangeThatIsYetToCome() {
    Settings settings =
        settings("future")
            .set("job.run=past")
            .set("job.from=2020-01-01T00:00:00Z")
            .set("job.to=2999-01-01T00:00:00Z")
            .resolve();

    assertThatThrownBy(() -> StartCheck.of(JobConfig.of(settings)))
        .isInstanceOf(JobStartException.class)
        .hasMessageContaining("which is yet to come");
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
