package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SoundEvent.Ending;
import io.earwitness.captioner.sound.SoundEvent.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundEventTopologyTest {
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
  void makesOneEventOfASoundThatManyWindowsHear() throws Exception {
    send(SampleCaptions.hearing("kitchen", BEGIN, 80, "siren", 12, 52));

    List<SoundEvent> events = harness.soundEvents();
    assertThat(events).extracting(SoundEvent::eventId).containsOnly(events.get(0).eventId());
    assertThat(events)
        .extracting(SoundEvent::phase)
        .startsWith(Phase.STARTED)
        .endsWith(Phase.ENDED);
    SoundEvent last = events.get(events.size() - 1);
    assertThat(last.begin()).isEqualTo(BEGIN.plusSeconds(12));
    assertThat(last.end()).contains(BEGIN.plusSeconds(52));
    assertThat(last.captionCount()).isEqualTo(10);
  }

  @Test
  void tellsNothingTwiceOfRepeatedCaptions() throws Exception {
    List<CaptionEvent> captions = SampleCaptions.hearing("kitchen", BEGIN, 40, "siren", 2, 12);
    send(captions);
    assertThat(harness.soundEvents()).isNotEmpty();
    send(captions);
    assertThat(harness.soundEvents()).isEmpty();
  }

  @Test
  void endsTheSoundsOfAFeedThatFallsSilentAndOfNoOther() throws Exception {
    send(SampleCaptions.hearing("kitchen", BEGIN, 15, "siren", 2, 15));
    harness.passWallClockTime(Duration.ofSeconds(40));
    send(SampleCaptions.hearing("garden", BEGIN, 15, "siren", 2, 15));
    harness.soundEvents();

    harness.passWallClockTime(Duration.ofSeconds(19));
    assertThat(harness.soundEvents()).isEmpty();
    harness.passWallClockTime(Duration.ofSeconds(1));
    assertThat(harness.soundEvents())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.feedId()).isEqualTo("kitchen");
              assertThat(event.endedBy()).isEqualTo(Ending.STALLED);
            });
    harness.passWallClockTime(Duration.ofSeconds(40));
    assertThat(harness.soundEvents()).extracting(SoundEvent::feedId).containsExactly("garden");
    harness.passWallClockTime(Duration.ofMinutes(10));
    assertThat(harness.soundEvents()).isEmpty();
  }

  @Test
  void letsNoFeedsClockEndAnothersSounds() throws Exception {
    send(SampleCaptions.hearing("kitchen", BEGIN, 15, "siren", 2, 15));
    harness.soundEvents();
    send(SampleCaptions.hearing("garden", BEGIN.plusSeconds(600), 60, "dog", 0, 0));
    send(SampleCaptions.hearing("cellar", BEGIN.minusSeconds(600), 60, "dog", 0, 0));

    assertThat(harness.soundEvents()).isEmpty();
  }

  @Test
  void forgetsFeedsThatHaveGoneSilent() {
    send(SampleCaptions.hearing("gone", BEGIN, 15, "siren", 2, 15));
    harness.passWallClockTime(TimelineHarness.RETENTION);
    send(SampleCaptions.hearing("here", BEGIN, 15, "siren", 2, 15));
    assertThat(harness.storedEntries(TrackSoundsSupplier.STORE)).isEqualTo(2);
    harness.passWallClockTime(Duration.ofMinutes(10));
    assertThat(harness.storedEntries(TrackSoundsSupplier.STORE)).isEqualTo(1);
  }

  private void send(List<CaptionEvent> captions) {
    captions.forEach(harness::send);
  }
}
