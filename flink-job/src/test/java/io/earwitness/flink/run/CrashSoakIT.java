package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;

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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Crashes at random instants, one after the other, while feeds go on. */
@Tag("soak")
class CrashSoakIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final int CRASHES = 15;
  private static final int SECONDS_BETWEEN = 12;
  private static final int LONGEST_LIFE_MILLIS = 1_500;

  @TempDir Path folder;

  @Test
  void losesAndRepeatsNothingOverManyCrashes() throws Exception {
    long seed = System.nanoTime();
    System.out.println("crash soak: seed " + seed);
    Random random = new Random(seed);
    int seconds = (CRASHES + 1) * SECONDS_BETWEEN;
    List<Recording> feeds =
        IntStream.range(0, 4)
            .mapToObj(i -> Recording.ofSeconds("feed-" + i, RATE, seconds))
            .toList();
    List<ExpectedWindow> expected = new ArrayList<>();
    feeds.forEach(
        feed ->
            expected.addAll(
                ExpectedWindow.of(feed, Duration.ofSeconds(10), Duration.ofSeconds(5))));
    try (JobFixture job =
        new JobFixture(STACK, "crash-soak", folder)
            .with("job.checkpoint.interval", "100ms")
            .with("job.transaction.timeout", "3s")) {
      ChunkSender sender = job.sender();
      for (int crash = 0; crash < CRASHES; crash++) {
        job.with("job.parallelism", "" + (1 + random.nextInt(2)));
        job.start(Behaviour.prompt(RATE).slow(10));
        send(sender, feeds, crash);
        // Not a wait for anything: the crash is to come at no particular moment.
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        job.crash();
      }
      send(sender, feeds, CRASHES);
      job.start(Behaviour.prompt(RATE));

      Captions.assertExactlyOnceInOrder(job.captions().await(expected.size(), PATIENCE), expected);
    }
  }

  private static void send(ChunkSender sender, List<Recording> feeds, int part)
      throws InterruptedException {
    int from = part * SECONDS_BETWEEN;
    for (Recording feed : feeds) {
      sender.send(feed.chunks().subList(from, from + SECONDS_BETWEEN));
    }
  }
}
