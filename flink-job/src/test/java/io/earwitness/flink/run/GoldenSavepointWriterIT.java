package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.LocalStack;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the golden savepoint of a release: no test of its own, and run by hand alone, with {@code
 * -Dgolden.savepoint=} and the version.
 */
@EnabledIfSystemProperty(named = "golden.savepoint", matches = ".+")
class GoldenSavepointWriterIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  /** After so many more checkpoints no caption's transaction is open, or in the savepoint. */
  private static final int SETTLED = 3;

  @TempDir Path folder;

  @Test
  void takesOne() throws Exception {
    String version = System.getProperty("golden.savepoint");
    GoldenFeeds feeds = new GoldenFeeds();
    try (JobFixture job =
        GoldenFeeds.settings(new JobFixture(STACK, "golden-" + version, folder))) {
      var sender = job.sender();
      RunningJob running =
          job.start(
              resources -> new HangsOnFirst(GoldenFeeds.STUCK, Behaviour.prompt(GoldenFeeds.RATE)));
      sender.send(feeds.before());

      Captions.assertExactlyOnceInOrder(
          job.captions().await(feeds.captionedBefore().size(), PATIENCE), feeds.captionedBefore());
      long completed = running.checkpoints().completed();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(running.checkpoints().completed()).isGreaterThan(completed + SETTLED));
      job.stop();

      GoldenSavepoints.keep(folder, version);
    }
  }
}
