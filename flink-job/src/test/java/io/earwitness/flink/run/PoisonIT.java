package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.event.DeadLetter.Stage;
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

class PoisonIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration HOP = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void aFeedWhoseWindowsHangDelaysNoOther() throws Exception {
    Recording poison = Recording.ofSeconds("poison", RATE, 21);
    Recording good = Recording.ofSeconds("good", RATE, 61);
    List<ExpectedWindow> expected = ExpectedWindow.of(good, WINDOW, HOP);
    try (JobFixture job =
        // Hung windows are given up after a minute and a half, long after this test's patience.
        new JobFixture(STACK, "hanging", folder).with("caption.timeout", "90s")) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE).hangingOn("poison"));

      sender.send(poison.chunks());
      sender.send(good.chunks());

      Captions.assertExactlyOnceInOrder(job.captions().await(expected.size(), PATIENCE), expected);
    }
  }

  @Test
  void windowsThatFailOrHangBecomeDeadLettersAndTheFeedGoesOn() throws Exception {
    Recording hanging = Recording.ofSeconds("hanging", RATE, 21);
    Recording failing = Recording.ofSeconds("failing", RATE, 21);
    try (JobFixture job =
        new JobFixture(STACK, "failing", folder).with("caption.timeout", "100ms")) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE).hangingOn("hanging").failingOn("failing"));

      sender.send(hanging.chunks());
      sender.send(failing.chunks());

      List<DeadLetter> letters = job.deadLetters().await(8, PATIENCE);
      assertThat(letters).allMatch(letter -> letter.stage() == Stage.CAPTION);
      assertThat(letters)
          .filteredOn(letter -> letter.feedId().equals("hanging"))
          .extracting(DeadLetter::reason)
          .containsOnly(Reason.INFERENCE_TIMED_OUT)
          .hasSize(4);
      assertThat(letters)
          .filteredOn(letter -> letter.feedId().equals("failing"))
          .allSatisfy(
              letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.INFERENCE_FAILED);
                assertThat(letter.topic()).isEqualTo(sender.topic());
                assertThat(letter.sentence()).contains("Window", "samples", "the script says so");
              })
          .extracting(DeadLetter::offset)
          .isSorted()
          .hasSize(4);
    }
  }
}
