package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A crash between a checkpoint and the commit of its transaction: the narrowest place there is. */
class UncommittedIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"in-time, 10m, false", "too-late, 1s, true"})
  void losesAndRepeatsNothing(String name, String transactionTimeout, boolean expires)
      throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, 41);
    List<ExpectedWindow> expected =
        ExpectedWindow.of(feed, Duration.ofSeconds(10), Duration.ofSeconds(5));
    try (JobFixture job =
        new JobFixture(STACK, "uncommitted-" + name, folder)
            .with("job.transaction.timeout", transactionTimeout)) {
      ChunkSender sender = job.sender();
      job.startWithHangingCommits(Behaviour.prompt(RATE));
      sender.send(feed.chunks().subList(0, 12));
      job.captions().await(1, PATIENCE);

      CountDownLatch hangs = HangingCommits.arm();
      sender.send(feed.chunks().subList(12, 27));
      assertThat(hangs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      job.crash();
      if (expires) {
        Transactions.awaitNoneOpen(STACK.kafka(), "uncommitted-" + name, PATIENCE);
      }
      sender.send(feed.chunks().subList(27, 41));
      job.start(Behaviour.prompt(RATE));

      Captions.assertExactlyOnceInOrder(job.captions().await(expected.size(), PATIENCE), expected);
    }
  }
}
