package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTopologyTest {
  private static final Instant BEGIN = SampleCaptions.BEGIN;

  @TempDir Path folder;
  private TimelineHarness harness;

  @BeforeEach
  void open() {
    harness = new TimelineHarness(folder);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void findsAFeedsCaptionsByTheTimeTheirWindowsBegin() {
    LongStream.range(0, 6).forEach(window -> harness.send(SampleCaptions.of("kitchen", window)));
    harness.send(SampleCaptions.of("kitchen-2", 2), SampleCaptions.of("k", 2));

    assertThat(harness.timeline().query("kitchen", BEGIN.plusSeconds(5), BEGIN.plusSeconds(20)))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            SampleCaptions.of("kitchen", 1),
            SampleCaptions.of("kitchen", 2),
            SampleCaptions.of("kitchen", 3));
    assertThat(harness.timeline().query("garden", Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(harness.timeline().query("kitchen", BEGIN, BEGIN)).isEmpty();
  }

  @Test
  void keepsTimesBefore1970InOrder() {
    harness.send(
        SampleCaptions.of("old", 0, Instant.parse("1970-01-01T00:00:01Z"), "later"),
        SampleCaptions.of("old", 0, Instant.parse("1969-12-31T23:59:59Z"), "earlier"));

    assertThat(harness.texts("old")).containsExactly("earlier", "later");
  }

  @Test
  void listsTheFeedsWithTheirNewestCaption() {
    harness.send(SampleCaptions.of("kitchen", 3), SampleCaptions.of("garden", 1));

    assertThat(harness.timeline().feeds())
        .containsOnlyKeys("garden", "kitchen")
        .containsEntry("kitchen", new FeedActivity(BEGIN.plusSeconds(15), BEGIN));
  }

  @Test
  void dropsARepeatedCaption() {
    harness.send(SampleCaptions.of("kitchen", 0), SampleCaptions.of("kitchen", 0));

    assertThat(harness.texts("kitchen")).containsExactly("window 0 of kitchen");
    assertThat(harness.total(TimelineMetrics.REPEATED.operation())).isEqualTo(1);
    assertThat(harness.total(TimelineMetrics.DIFFERING.operation())).isZero();
  }

  @Test
  void keepsTheFirstOfTwoCaptionsThatDifferAndCountsTheOther() {
    harness.send(
        SampleCaptions.of("kitchen", 0, BEGIN, "a dog barks"),
        SampleCaptions.of("kitchen", 0, BEGIN, "a cat meows"));

    assertThat(harness.texts("kitchen")).containsExactly("a dog barks");
    assertThat(harness.total(TimelineMetrics.DIFFERING.operation())).isEqualTo(1);
  }

  @Test
  void makesADeadLetterOfWhatIsNoCaptionAndGoesOn() throws Exception {
    byte[] key = "kitchen".getBytes(StandardCharsets.UTF_8);
    byte[] garbage = "not a caption".getBytes(StandardCharsets.UTF_8);
    harness.sendBytes(key, garbage);
    harness.sendBytes(key, null);
    harness.send(SampleCaptions.of("kitchen", 0));

    assertThat(harness.deadLetters())
        .hasSize(2)
        .first()
        .satisfies(
            letter -> {
              assertThat(letter.topic()).isEqualTo(TimelineHarness.CAPTIONS);
              assertThat(letter.offset()).isZero();
              assertThat(letter.key()).isEqualTo(key);
              assertThat(letter.value()).isEqualTo(garbage);
              assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.READ);
              assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNREADABLE_BYTES);
              assertThat(letter.sentence()).contains("0x6e");
            });
    assertThat(harness.total(TimelineMetrics.UNREADABLE.operation())).isEqualTo(2);
    assertThat(harness.texts("kitchen")).containsExactly("window 0 of kitchen");
  }

  @Test
  void forgetsByTheFeedsOwnClock() {
    Instant tenMinutesAhead = BEGIN.plus(Duration.ofMinutes(10));
    harness.send(
        SampleCaptions.of("slow", 0, BEGIN, "slow and old"),
        SampleCaptions.of("fast", 0, tenMinutesAhead, "fast and old"),
        SampleCaptions.of("fast", 0, tenMinutesAhead.plus(TimelineHarness.RETENTION), "on edge"),
        SampleCaptions.of("slow", 600, BEGIN, "slow and new"));
    assertThat(harness.texts("fast")).containsExactly("fast and old", "on edge");
    assertThat(harness.texts("slow")).containsExactly("slow and old", "slow and new");

    harness.send(
        SampleCaptions.of("fast", 1, tenMinutesAhead.plus(TimelineHarness.RETENTION), "beyond"));

    assertThat(harness.texts("fast")).containsExactly("on edge", "beyond");
    assertThat(harness.texts("slow")).containsExactly("slow and old", "slow and new");
    assertThat(harness.storedEntries(TimelineStores.KEYS_BY_ID)).isEqualTo(4);
  }

  @Test
  void forgetsAFeedThatHasGoneSilent() {
    harness.send(SampleCaptions.of("gone", 0));
    harness.passWallClockTime(TimelineHarness.RETENTION);
    harness.send(SampleCaptions.of("here", 0));
    harness.passWallClockTime(Duration.ofMinutes(10));

    assertThat(harness.timeline().feeds()).containsOnlyKeys("here");
    assertThat(harness.storedEntries(TimelineStores.TIMELINE)).isEqualTo(1);
    assertThat(harness.storedEntries(TimelineStores.KEYS_BY_ID)).isEqualTo(1);
  }

  @Test
  void bearsClocksThatAreImpossible() {
    harness.send(
        SampleCaptions.of("mad", 0, Instant.parse("+250000-01-01T00:00:00Z"), "far"),
        SampleCaptions.of("mad", 0, Instant.parse("-250000-01-01T00:00:00Z"), "long ago"),
        SampleCaptions.of("sane", 0, BEGIN, "here"));

    assertThat(harness.texts("mad")).containsExactly("long ago", "far");
    assertThat(harness.texts("sane")).containsExactly("here");
  }
}
