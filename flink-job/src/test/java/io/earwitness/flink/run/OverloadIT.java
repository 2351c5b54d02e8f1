package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OverloadIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  @TempDir Path folder;

  @Test
  void checkpointsGoOnAndNothingIsLostWhileTheCaptionerIsFarBehind() throws Exception {
    List<Recording> feeds =
        IntStream.range(0, 8).mapToObj(i -> Recording.ofSeconds("feed-" + i, RATE, 120)).toList();
    List<ExpectedWindow> expected = new ArrayList<>();
    feeds.forEach(
        feed ->
            expected.addAll(
                ExpectedWindow.of(feed, Duration.ofSeconds(10), Duration.ofSeconds(5))));
    try (JobFixture job =
        // Room for a few windows of the flood: the rest waits on the topic.
        new JobFixture(STACK, "overload", folder)
            .with("caption.capacity", "8")
            .with("caption.batch.size", "2")
            .with("caption.queue.bytes", "1MiB")) {
      ChunkSender sender = job.sender();
      RunningJob running = job.start(Behaviour.prompt(RATE).slow(50));
      for (Recording feed : feeds) {
        sender.send(feed.chunks());
      }
      TopicReader<CaptionEvent> captions = job.captions();
      captions.await(10, PATIENCE);
      long before = running.checkpoints().completed();

      captions.await(100, PATIENCE);

      assertThat(captions.poll().size()).as("still far behind").isLessThan(expected.size());
      assertThat(running.checkpoints().completed() - before).isGreaterThan(3);
      assertThat(running.checkpoints().maxMillis()).isLessThan(5_000);
      Captions.assertExactlyOnceInOrder(captions.await(expected.size(), PATIENCE), expected);
    }
  }
}
