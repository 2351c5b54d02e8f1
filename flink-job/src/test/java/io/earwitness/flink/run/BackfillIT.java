package io.earwitness.flink.run;

import static io.earwitness.flink.run.JobFixture.PATIENCE;
import static io.earwitness.flink.run.JobFixture.RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.event.FeedEvent;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.Captions;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.ExpectedWindow;
import io.earwitness.testkit.FakeCaptioner;
import io.earwitness.testkit.LocalStack;
import io.earwitness.testkit.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same job over stretches of the past, amidst sessions. */
class BackfillIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final Duration LENGTH = Duration.ofMillis(1_500);
  private static final Duration HOP = Duration.ofMillis(500);
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** Longer than what a run reads ahead of its range. */
  private static final Duration LONG_AGO = LENGTH.plus(IDLE).plusMillis(100);

  private static final int SECONDS = 30;

  @TempDir Path folder;

  @Test
  void rangesThatFollowEachOtherCaptionEachWindowOnceAndThenEnd() throws Exception {
    List<Recording> feeds =
        List.of(
            Recording.ofSeconds("yard", RATE, SECONDS),
            Recording.ofSeconds("hall", RATE, SECONDS),
            Recording.ofSeconds("left-out", RATE, SECONDS));
    try (JobFixture live = fixture("live")) {
      ChunkSender sender = live.sender();
      play(sender, feeds, 0, 8);
      Instant began = Instant.now();
      await().atMost(PATIENCE).until(() -> Instant.now().isAfter(began.plus(LONG_AGO)));
      play(sender, feeds, 8, 12);
      Instant from = boundary();
      play(sender, feeds, 12, 20);
      Instant between = boundary();
      play(sender, feeds, 20, SECONDS);
      Instant to = boundary();

      captionsOnlyItsRange("first", from, between, feeds, 12, 20, /* crashes= */ true);
      captionsOnlyItsRange("second", between, to, feeds, 20, SECONDS, /* crashes= */ false);
    }
  }

  /**
   * @param crashes whether the run is killed on its way once
   */
  private void captionsOnlyItsRange(
      String run,
      Instant from,
      Instant to,
      List<Recording> feeds,
      int fromSecond,
      int toSecond,
      boolean crashes)
      throws Exception {
    List<ExpectedWindow> expected = new ArrayList<>();
    for (Recording feed : feeds.subList(0, 2)) {
      ExpectedWindow.of(feed, LENGTH, HOP).stream()
          .filter(window -> window.endSample() > (long) fromSecond * RATE)
          .filter(window -> window.endSample() <= (long) toSecond * RATE)
          .forEach(expected::add);
    }
    try (JobFixture past =
        fixture(run)
            .with("job.run", run)
            .with("job.from", from.toString())
            .with("job.to", to.toString())
            .with("job.feeds", "yard,h*")) {
      past.createTopics();
      if (crashes) {
        past.start(Behaviour.prompt(RATE).slow(100));
        past.captions().await(1, PATIENCE);
        past.crash();
      }
      // It may be over before it is seen to run.
      RunningJob job =
          JobRunner.start(
              past.config(), past.folder(), resources -> new FakeCaptioner(Behaviour.prompt(RATE)));

      try (job) {
        job.ended().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
      Captions.assertExactlyOnceInOrder(past.captions().await(expected.size(), PATIENCE), expected);
      // Neither what was there before the run read it, nor that its reading ends, happened there.
      assertThat(past.feedEvents().poll())
          .extracting(FeedEvent::kind)
          .doesNotContain(FeedEvent.Kind.GAP, FeedEvent.Kind.SESSION_BEGAN);
      assertThat(past.deadLetters().poll()).isEmpty();
    }
  }

  private JobFixture fixture(String run) {
    return new JobFixture(STACK, "backfill", folder.resolve(run))
        .with("window.length", LENGTH.toMillis() + "ms")
        .with("window.hop", HOP.toMillis() + "ms")
        .with("window.idle-timeout", IDLE.toMillis() + "ms")
        .with("window.reorder-tolerance", "0s");
  }

  private static void play(ChunkSender sender, List<Recording> feeds, int from, int to)
      throws InterruptedException {
    for (Recording feed : feeds) {
      sender.send(feed.chunks().subList(from, to));
    }
  }

  /** A moment that lies between what was appended before and what will be. */
  private static Instant boundary() {
    Instant moment = Instant.ofEpochMilli(Instant.now().toEpochMilli() + 1);
    await().until(() -> Instant.now().isAfter(moment));
    return moment;
  }
}
