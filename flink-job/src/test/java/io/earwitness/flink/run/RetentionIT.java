package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that was away, or behind, for longer than its chunks are kept. */
class RetentionIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final int SECONDS = 40;
  private static final int READ = 12;
  private static final int DELETED_BELOW = 27;

  @TempDir Path folder;

  @Test
  void declaresWhatWasDeletedBeforeItWasReadAndGoesOnWithWhatIsLeft() throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, SECONDS);
    try (JobFixture job =
        new JobFixture(STACK, "retention", folder).with("topics.partitions", "1")) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE));
      sender.send(feed.chunks().subList(0, READ));
      job.captions().await(1, PATIENCE);
      job.stop();
      sender.send(feed.chunks().subList(READ, SECONDS));
      deleteBelow(sender.topic(), DELETED_BELOW);

      // Where a job without a checkpoint would begin makes no difference to one that has one.
      job.with("job.start", "latest").start(Behaviour.prompt(RATE));

      List<ExpectedWindow> expected =
          ExpectedWindow.of(
                  feed, Duration.ofSeconds(10), Duration.ofSeconds(5), RetentionIT::isLost)
              .stream()
              .filter(window -> window.missingSamples() < window.endSample() - window.firstSample())
              .toList();
      Captions.assertExactlyOnceInOrder(job.captions().await(expected.size(), PATIENCE), expected);
      TopicReader<FeedEvent> events = job.feedEvents();
      await()
          .atMost(PATIENCE)
          .until(
              () -> events.poll().stream().anyMatch(event -> event.kind() == Kind.SESSION_ENDED));
      List<FeedEvent> gaps =
          events.poll().stream().filter(event -> event.kind() == Kind.GAP).toList();
      long told = (long) READ * RATE;
      for (FeedEvent gap : gaps) {
        assertThat(gap.firstSample()).isEqualTo(told);
        told = gap.endSample();
      }
      assertThat(told).isEqualTo((long) DELETED_BELOW * RATE);
    }
  }

  private static boolean isLost(long sample) {
    long second = sample / RATE;
    return second >= READ && second < DELETED_BELOW;
  }

  private static void deleteBelow(String topic, long offset) throws Exception {
    try (Admin admin = Admin.create(STACK.kafka().clientConfig())) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }
}
