package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.captioner.event.FeedEvent.Kind;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.FakeCaptioner;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** More live sound than the captioner carries, under the policy that may leave windows out. */
class OverloadPolicyIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final int SECONDS = 46;
  private static final int SENT_AT_ONCE = 41;
  private static final Behaviour TOO_SLOW = Behaviour.prompt(RATE).slow(400);

  @TempDir Path folder;

  @Test
  void captionsOrDeclaresEachWindowOnceWhileItStepsInAndOutAndOverACrash() throws Exception {
    try (JobFixture job =
        new JobFixture(STACK, "overload-policy", folder)
            .with("overload.policy", "skip-ahead")
            .with("overload.lag", "1s")
            .with("caption.batch.size", "1")) {
      ChunkSender sender = job.sender();
      job.start(TOO_SLOW);
      List<Recording> feeds = feedsHeardUntil(Instant.now().plusSeconds(3));
      List<ExpectedWindow> expected = new ArrayList<>();
      feeds.forEach(
          feed ->
              expected.addAll(
                  ExpectedWindow.of(feed, Duration.ofSeconds(10), Duration.ofSeconds(5))));
      for (int second = 0; second < SENT_AT_ONCE; second++) {
        send(sender, feeds, second, second + 1);
      }
      TopicReader<CaptionEvent> captions = job.captions();
      TopicReader<FeedEvent> events = job.feedEvents();
      await().atMost(PATIENCE).until(() -> !of(Kind.LEFT_OUT, events.poll()).isEmpty());
      job.crash();
      job.start(TOO_SLOW);
      long before = expected.stream().filter(window -> endsBy(window, SENT_AT_ONCE)).count();
      awaitAccounted(captions, events, before);

      // By now captions are fresh again, feed by feed.
      for (int feed = 0; feed < feeds.size(); feed++) {
        send(sender, feeds.subList(feed, feed + 1), SENT_AT_ONCE, SECONDS);
        awaitAccounted(captions, events, before + 2L * (feed + 1));
      }

      List<FeedEvent> leftOut = of(Kind.LEFT_OUT, events.poll());
      Captions.assertExactlyOnceInOrder(
          captions.poll(),
          expected.stream().filter(window -> !isDeclared(window, leftOut)).toList());
      assertThat(leftOut).hasSize(expected.size() - captions.poll().size());
      for (Recording feed : feeds) {
        assertThat(of(Kind.OVERLOAD_STEP, events.poll()))
            .filteredOn(event -> event.feedId().equals(feed.feedId()))
            .extracting(FeedEvent::detail)
            .anyMatch(detail -> detail.contains("one beam"))
            .anyMatch(detail -> detail.contains("left out"))
            .last()
            .asString()
            .contains("in full again");
      }
      assertThat(captions.poll())
          .extracting(CaptionEvent::decodeSettings)
          .contains(FakeCaptioner.DECODE, Effort.LEAST.of(FakeCaptioner.DECODE));
    }
  }

  private static List<Recording> feedsHeardUntil(Instant end) {
    return List.of("yard", "hall", "kitchen").stream()
        .map(feed -> Recording.ofSeconds(feed, RATE, SECONDS))
        .map(feed -> feed.beginningAt(end.minusSeconds(SECONDS)))
        .toList();
  }

  private static void send(ChunkSender sender, List<Recording> feeds, int from, int to)
      throws InterruptedException {
    for (Recording feed : feeds) {
      sender.send(feed.chunks().subList(from, to));
    }
  }

  private static void awaitAccounted(
      TopicReader<CaptionEvent> captions, TopicReader<FeedEvent> events, long windows) {
    await()
        .atMost(PATIENCE)
        .until(() -> captions.poll().size() + of(Kind.LEFT_OUT, events.poll()).size() >= windows);
  }

  private static boolean endsBy(ExpectedWindow window, int second) {
    return window.endSample() <= (long) second * RATE;
  }

  private static boolean isDeclared(ExpectedWindow window, List<FeedEvent> leftOut) {
    return leftOut.stream()
        .anyMatch(
            event ->
                event.feedId().equals(window.feedId())
                    && event.sessionId().equals(window.sessionId())
                    && event.firstSample() == window.firstSample()
                    && event.endSample() == window.endSample());
  }

  private static List<FeedEvent> of(Kind kind, List<FeedEvent> events) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }
}
