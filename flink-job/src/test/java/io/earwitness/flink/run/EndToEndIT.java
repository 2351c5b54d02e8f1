package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndToEndIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration HOP = Duration.ofSeconds(5);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"exactly-once", "at-least-once"})
  void captionsEveryWindowOfEveryFeedOnceAndInOrder(String delivery) throws Exception {
    Recording kitchen = Recording.ofSeconds("kitchen", RATE, 32.5);
    Recording yard = Recording.ofSeconds("yard", 2 * RATE, 21);
    Recording hall = Recording.ofSeconds("hall", RATE, 4);
    List<ExpectedWindow> expected = new ArrayList<>();
    expected.addAll(ExpectedWindow.of(kitchen, WINDOW, HOP));
    expected.addAll(ExpectedWindow.of(hall, WINDOW, HOP));
    try (JobFixture job =
        new JobFixture(STACK, "end-to-end-" + delivery, folder).with("job.delivery", delivery)) {
      ChunkSender sender = job.sender();
      job.start(Behaviour.prompt(RATE));

      sender.send(kitchen.chunks());
      sender.send(hall.chunks());

      List<CaptionEvent> captions = job.captions().await(expected.size(), PATIENCE);
      Captions.assertExactlyOnceInOrder(captions, expected);
      CaptionEvent first = captions.get(0);
      assertThat(first.source().topic()).isEqualTo(sender.topic());
      assertThat(first.source().last() - first.source().first()).isBetween(3L, 9L);
      assertThat(first.begin()).isEqualTo(Recording.BEGIN);
      assertThat(job.feedEvents().await(4, PATIENCE))
          .extracting(FeedEvent::kind)
          .containsOnly(FeedEvent.Kind.SESSION_BEGAN, FeedEvent.Kind.SESSION_ENDED);

      sender.send(yard.chunks());

      assertThat(job.captions().await(expected.size() + 4, PATIENCE))
          .filteredOn(caption -> caption.feedId().equals("yard"))
          .as("windows that were brought to the captioner's rate")
          .allSatisfy(
              caption -> assertThat(caption.captioning().text()).matches("(80000|48000) samples.*"))
          .hasSize(4);
    }
  }
}
