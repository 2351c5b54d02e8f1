package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job that crashed leaves behind and makes good. */
class CrashIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration HOP = Duration.ofSeconds(5);
  private static final Behaviour SLOW = Behaviour.prompt(RATE).slow(30);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"exactly-once, 1, 1", "exactly-once, 2, 1", "at-least-once, 1, 2"})
  void losesAndRepeatsNothingOverACrashAndTheBurstThatFollows(
      String delivery, int parallelismBefore, int parallelismAfter) throws Exception {
    List<Recording> feeds =
        IntStream.range(0, 5).mapToObj(i -> Recording.ofSeconds("feed-" + i, RATE, 61)).toList();
    List<ExpectedWindow> expected = new ArrayList<>();
    feeds.forEach(feed -> expected.addAll(ExpectedWindow.of(feed, WINDOW, HOP)));
    String name = "crash-%s-%d-%d".formatted(delivery, parallelismBefore, parallelismAfter);
    try (JobFixture job =
        new JobFixture(STACK, name, folder)
            .with("job.delivery", delivery)
            .with("window.idle-timeout", "2s")) {
      ChunkSender sender = job.sender();
      job.with("job.parallelism", "" + parallelismBefore).start(SLOW);
      sendInterleaved(sender, feeds, 0, 20);
      job.captions().await(5, PATIENCE);

      job.crash();
      sendInterleaved(sender, feeds, 20, 61);
      job.with("job.parallelism", "" + parallelismAfter).start(SLOW);

      if (delivery.equals("exactly-once")) {
        Captions.assertExactlyOnceInOrder(
            job.captions().await(expected.size(), PATIENCE), expected);
      } else {
        Captions.assertAtLeastOnce(awaitLasts(job, feeds.size()), expected);
      }
    }
  }

  /** Waits for the last window of every feed, whatever comes before it twice. */
  private static List<CaptionEvent> awaitLasts(JobFixture job, int feeds) throws Exception {
    var captions = job.captions();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (captions.poll().stream()
            .filter(caption -> caption.endSample() == 61L * RATE)
            .map(CaptionEvent::feedId)
            .distinct()
            .count()
        < feeds) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
    }
    return captions.poll();
  }

  @Test
  void goesOnAfterAStopInGoodOrder() throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, 40);
    List<ExpectedWindow> expected = ExpectedWindow.of(feed, WINDOW, HOP);
    try (JobFixture job = new JobFixture(STACK, "stop-and-go", folder)) {
      ChunkSender sender = job.sender();
      job.start(SLOW);
      sender.send(feed.chunks().subList(0, 22));
      job.captions().await(1, PATIENCE);

      job.stop();
      int visible = job.captions().await(1, PATIENCE).size();
      sender.send(feed.chunks().subList(22, 40));
      job.start(SLOW);

      assertThat(visible).isPositive();
      Captions.assertExactlyOnceInOrder(job.captions().await(expected.size(), PATIENCE), expected);
    }
  }

  /** A second of each feed in turn, as live feeds send. */
  private static void sendInterleaved(ChunkSender sender, List<Recording> feeds, int from, int to)
      throws InterruptedException {
    List<AudioChunk> chunks = new ArrayList<>();
    for (int second = from; second < to; second++) {
      for (Recording feed : feeds) {
        chunks.add(feed.chunks().get(second));
      }
    }
    sender.send(chunks);
  }
}
