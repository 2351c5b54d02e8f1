package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SoundEvent.Ending;
import io.earwitness.captioner.sound.SoundEvent.Phase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that end with a whole window: no caption says so. */
class SessionEndTopologyTest {
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final List<CaptionEvent> CAPTIONS =
      SampleCaptions.hearing("kitchen", SampleCaptions.BEGIN, 20, "siren", 2, 20);
  private static final CaptionEvent LAST = CAPTIONS.get(CAPTIONS.size() - 1);

  @TempDir Path folder;
  private TimelineHarness harness;

  @BeforeEach
  void open() {
    harness = new TimelineHarness(folder);
    harness.apply(SampleRules.of("siren", 1, "*", new Condition.Sound("siren", 0.5)));
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void endsSoundsAndAlertsWhenTheEndIsToldAfterTheLastCaption() throws Exception {
    CAPTIONS.forEach(harness::send);
    harness.end("kitchen", LAST.sessionId(), LAST.endSample());
    harness.passWallClockTime(GRACE);

    assertIsOver();
  }

  @Test
  void endsSoundsAndAlertsWhenTheEndIsToldBeforeTheLastCaption() throws Exception {
    CAPTIONS.subList(0, CAPTIONS.size() - 1).forEach(harness::send);
    harness.end("kitchen", LAST.sessionId(), LAST.endSample());
    harness.passWallClockTime(GRACE);
    assertThat(harness.soundEvents()).extracting(SoundEvent::phase).doesNotContain(Phase.ENDED);

    harness.send(LAST);
    harness.passWallClockTime(GRACE);
    assertIsOver();
  }

  @Test
  void missesNoCaptionOfAFeedThatHasEnded() throws Exception {
    CAPTIONS.forEach(harness::send);
    harness.end("kitchen", LAST.sessionId(), LAST.endSample());
    harness.passWallClockTime(Duration.ofMinutes(5));

    assertThat(harness.feedEvents()).isEmpty();
  }

  @Test
  void endsNothingForTheEndOfAnotherSessionOrFeed() throws Exception {
    CAPTIONS.forEach(harness::send);
    harness.end("kitchen", "an earlier session", LAST.endSample());
    harness.end("garden", LAST.sessionId(), LAST.endSample());
    harness.end("kitchen", LAST.sessionId(), LAST.endSample() + 1);
    harness.passWallClockTime(GRACE);

    assertThat(harness.soundEvents()).extracting(SoundEvent::phase).doesNotContain(Phase.ENDED);
    assertThat(harness.alerts())
        .extracting(Alert::resolvedBy)
        .containsOnly(Resolution.NOT_RESOLVED);
  }

  @Test
  void forgetsEndsWhoseLastCaptionNeverComes() {
    harness.end("kitchen", LAST.sessionId(), LAST.endSample());
    assertThat(harness.storedEntries(SessionEndTopology.STORE)).isEqualTo(1);
    harness.passWallClockTime(TimelineHarness.RETENTION.plusMinutes(10));
    assertThat(harness.storedEntries(SessionEndTopology.STORE)).isZero();
  }

  @Test
  void makesADeadLetterOfWhatIsNoFeedEventAndGoesOn() throws Exception {
    byte[] key = "kitchen".getBytes(StandardCharsets.UTF_8);
    harness.sendEventBytes(key, "no event".getBytes(StandardCharsets.UTF_8));
    CAPTIONS.forEach(harness::send);
    harness.end("kitchen", LAST.sessionId(), LAST.endSample());
    harness.passWallClockTime(GRACE);

    assertThat(harness.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.topic()).isEqualTo("audio.feed-events"));
    assertIsOver();
  }

  private void assertIsOver() throws Exception {
    assertThat(harness.soundEvents())
        .last()
        .satisfies(
            event -> {
              assertThat(event.phase()).isEqualTo(Phase.ENDED);
              assertThat(event.endedBy()).isEqualTo(Ending.END_OF_SESSION);
            });
    assertThat(harness.alerts())
        .extracting(Alert::resolvedBy)
        .containsExactly(Resolution.NOT_RESOLVED, Resolution.FEED_ENDED);
  }
}
