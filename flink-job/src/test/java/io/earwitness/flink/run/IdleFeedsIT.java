package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class IdleFeedsIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  @TempDir Path folder;

  @Test
  void closesAStalledFeedThoughMostPartitionsNeverHoldARecord() throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, 7);
    try (JobFixture job =
        new JobFixture(STACK, "stalled", folder)
            .with("topics.partitions", "4")
            .with("job.parallelism", "2")
            .with("window.idle-timeout", "1s")) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE));

      sender.send(feed.unendedChunks());

      List<CaptionEvent> captions = job.captions().await(1, PATIENCE);
      assertThat(captions.get(0).closedBy()).isEqualTo(WindowClosing.TIME_OUT);
      assertThat(captions.get(0).endSample()).isEqualTo(7L * RATE);
      assertThat(job.feedEvents().await(1, PATIENCE))
          .extracting(FeedEvent::kind)
          .containsExactly(FeedEvent.Kind.SESSION_BEGAN);
    }
  }

  @Test
  void runsWithMoreSubtasksThanPartitions() throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, 7);
    try (JobFixture job =
        new JobFixture(STACK, "few-partitions", folder)
            .with("topics.partitions", "1")
            .with("job.parallelism", "2")
            .with("window.idle-timeout", "1s")) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE));

      sender.send(feed.unendedChunks());

      assertThat(job.captions().await(1, PATIENCE).get(0).closedBy())
          .isEqualTo(WindowClosing.TIME_OUT);
    }
  }
}
