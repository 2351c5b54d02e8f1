package io.earwitness.captioner.overload;

import static io.earwitness.captioner.overload.OverloadStep.FEWER_BEAMS;
import static io.earwitness.captioner.overload.OverloadStep.NONE;
import static io.earwitness.captioner.overload.OverloadStep.SKIP_AHEAD;
import static io.earwitness.captioner.overload.OverloadStep.WIDER_HOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.window.WindowClosing;
import io.earwitness.captioner.window.WindowPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadControlTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final OverloadControl control = control(SKIP_AHEAD);

  @Test
  void takesTheStepsOneByOneAndTakesThemBackLaterThanItTookThem() {
    assertThat(stepsAt(control, 0, 29, 30, 59, 60, 89, 90, 300, 76))
        .containsExactly(
            NONE,
            NONE,
            FEWER_BEAMS,
            FEWER_BEAMS,
            WIDER_HOP,
            WIDER_HOP,
            SKIP_AHEAD,
            SKIP_AHEAD,
            SKIP_AHEAD);
    assertThat(stepsAt(control, 74, 46, 44, 16, 14, 29))
        .containsExactly(WIDER_HOP, WIDER_HOP, FEWER_BEAMS, FEWER_BEAMS, NONE, NONE);
  }

  @Test
  void aLagThatWaversAboutALimitChangesNothing() {
    assertThat(stepsAt(control, 31, 29, 31, 28, 33)).containsOnly(FEWER_BEAMS);
  }

  @Test
  void goesNoFurtherThanItMay() {
    assertThat(stepsAt(control(NONE), 10, 1_000)).containsOnly(NONE);
    assertThat(stepsAt(control(FEWER_BEAMS), 40, 1_000)).containsOnly(FEWER_BEAMS);
  }

  @Test
  void fewerBeamsLeaveNothingOut() {
    assertThat(IntStream.range(0, 4).mapToObj(i -> decide(control, "yard", i, 31)))
        .allSatisfy(
            treatment -> {
              assertThat(treatment.leftOut()).isFalse();
              assertThat(treatment.effort()).isEqualTo(Effort.LEAST);
            });
  }

  @Test
  void aWiderHopLeavesOutEverySecondWindowButNoTail() {
    assertThat(IntStream.range(0, 5).mapToObj(i -> decide(control, "yard", i, 61)))
        .extracting(Treatment::leftOut)
        .containsExactly(false, true, false, true, false);
    WindowPlan tail = live(61).closedBy(WindowClosing.END_OF_SESSION).index(5).plan();

    assertThat(decide(control, "yard", tail, 61).leftOut()).isFalse();
  }

  @Test
  void skippingAheadLeavesOutEveryWindowUntilTheyAreFreshEnough() {
    assertThat(IntStream.of(95, 90, 76, 74, 70).mapToObj(lag -> decide(control, "yard", 2, lag)))
        .extracting(Treatment::leftOut)
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void feedsOfHighPriorityGiveUpSomethingOnlyWhenOthersHaveGivenUpAll() {
    OverloadControl control =
        new OverloadControl(
            new OverloadLimits(SKIP_AHEAD, Duration.ofSeconds(30), List.of("door-*")));

    assertThat(decide(control, "door-1", 0, 119).step()).isEqualTo(NONE);
    assertThat(decide(control, "door-1", 1, 120).step()).isEqualTo(FEWER_BEAMS);
    assertThat(decide(control, "door-1", 2, 180).step()).isEqualTo(SKIP_AHEAD);
    assertThat(decide(control, "indoor", 0, 90).step()).isEqualTo(SKIP_AHEAD);
  }

  @ParameterizedTest
  @CsvSource({"PT1M, true", "PT1M0.001S, false", "-PT2S, true", "-PT2.001S, false", "P3D, false"})
  void onlyWhatWasHeardWhenItWasAppendedIsWorthIt(Duration ageWhenAppended, boolean live) {
    WindowPlan plan = live(600).age(ageWhenAppended).plan();

    assertThat(decide(control, "yard", plan, 600).step()).isEqualTo(live ? SKIP_AHEAD : NONE);
  }

  @Test
  void aRecordingPlayedAsFastAsItGoesIsCaptionedInFullHoweverLongItWaits() {
    // It began when it was sent, so its last window ends half an hour ahead.
    for (int index = 0; index < 360; index++) {
      Duration ahead = Duration.ofSeconds(5L * index).plus(LENGTH);
      WindowPlan plan = live(200).age(ahead.negated()).index(index).plan();

      assertThat(decide(control, "recording", plan, 200).step()).isEqualTo(NONE);
    }
  }

  @Test
  void whatTheIdleTimerClosedHasNotWaitedBefore() {
    WindowPlan stalled = live(45).closedBy(WindowClosing.TIME_OUT).plan();
    Instant appended = NOW.minusSeconds(45);

    assertThat(control.decide("yard", stalled, appended, NOW, NOW).step()).isEqualTo(NONE);
  }

  @Test
  void eachFeedHasStepsOfItsOwnAndTellsNothingToItsNextSession() {
    decide(control, "yard", 0, 300);
    assertThat(control.furthest()).isEqualTo(SKIP_AHEAD);
    assertThat(decide(control, "hall", 0, 20).step()).isEqualTo(NONE);

    WindowPlan last = live(80).closedBy(WindowClosing.END_OF_SESSION).plan();
    assertThat(decide(control, "yard", last, 80).step()).isEqualTo(SKIP_AHEAD);

    assertThat(control.furthest()).isEqualTo(NONE);
    assertThat(decide(control, "yard", 0, 20).step()).isEqualTo(NONE);
  }

  @Test
  void refusesLimitsThatMeanNothing() {
    assertThatThrownBy(() -> new OverloadLimits(SKIP_AHEAD, Duration.ZERO, List.of()))
        .hasMessageContaining("not above 0");
    assertThatThrownBy(
            () -> new OverloadLimits(SKIP_AHEAD, Duration.ofSeconds(1), List.of("yard{")))
        .hasMessageContaining("never closes {");
  }

  private static OverloadControl control(OverloadStep furthest) {
    return new OverloadControl(new OverloadLimits(furthest, Duration.ofSeconds(30), List.of()));
  }

  private static List<OverloadStep> stepsAt(OverloadControl control, int... lagSeconds) {
    return IntStream.of(lagSeconds)
        .mapToObj(lag -> decide(control, "yard", 2, lag).step())
        .toList();
  }

  private static Treatment decide(OverloadControl control, String feed, int index, int lag) {
    return decide(control, feed, live(lag).index(index).plan(), lag);
  }

  private static Treatment decide(
      OverloadControl control, String feed, WindowPlan plan, int lagSeconds) {
    Instant appended = NOW.minusSeconds(lagSeconds);
    return control.decide(feed, plan, appended, NOW, NOW);
  }

  private static Windows live(int lagSeconds) {
    return new Windows(NOW.minusSeconds(lagSeconds), 0, WindowClosing.COMPLETE);
  }

  /** Windows that ended when their last chunk was appended, or else. */
  private record Windows(Instant end, int index, WindowClosing closedBy) {
    Windows age(Duration whenAppended) {
      return new Windows(end.minus(whenAppended), index, closedBy);
    }

    Windows index(int other) {
      return new Windows(end, other, closedBy);
    }

    Windows closedBy(WindowClosing other) {
      return new Windows(end, index, other);
    }

    WindowPlan plan() {
      return new WindowPlan(
          "session",
          index,
          index,
          index * 40_000L,
          index * 40_000L + 80_000,
          new AudioFormat(new SampleRate(8_000), 1),
          end.minus(LENGTH),
          end,
          List.of(),
          0,
          closedBy);
    }
  }
}
