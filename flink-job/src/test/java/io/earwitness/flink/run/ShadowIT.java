package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;

import io.earwitness.captioner.compare.WindowSample;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A second job on a share of the live one's windows. */
class ShadowIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final double SHARE = 0.4;

  @TempDir Path liveFolder;
  @TempDir Path shadowFolder;

  @Test
  void captionsItsShareIntoATopicOfItsOwnAndTheLiveJobCaptionsAll() throws Exception {
    Recording feed = Recording.ofSeconds("feed", RATE, 121);
    List<ExpectedWindow> all =
        ExpectedWindow.of(feed, Duration.ofSeconds(10), Duration.ofSeconds(5));
    WindowSample sample = new WindowSample(SHARE);
    List<ExpectedWindow> share =
        all.stream().filter(w -> sample.holds(w.feedId(), w.sessionId(), w.windowIndex())).toList();
    try (JobFixture live = new JobFixture(STACK, "beside", liveFolder);
        JobFixture shadow =
            new JobFixture(STACK, "beside", shadowFolder)
                .with("job.run", "shadow")
                .with("caption.share", "" + SHARE)) {
      ChunkSender sender = live.sender();
      shadow.createTopics();
      shadow.start(Behaviour.prompt(RATE));
      live.start(Behaviour.prompt(RATE));
      sender.send(feed.chunks());

      Captions.assertExactlyOnceInOrder(shadow.captions().await(share.size(), PATIENCE), share);
      Captions.assertExactlyOnceInOrder(live.captions().await(all.size(), PATIENCE), all);
    }
  }
}
