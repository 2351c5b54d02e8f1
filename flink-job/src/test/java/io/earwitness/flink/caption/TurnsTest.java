package io.earwitness.flink.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.compare.WindowSample;
import io.earwitness.captioner.overload.OverloadControl;
import io.earwitness.captioner.overload.OverloadLimits;
import io.earwitness.captioner.overload.OverloadStep;
import io.earwitness.flink.read.ReadRange;
import io.earwitness.testkit.Behaviour;
import io.earwitness.testkit.FakeCaptioner;
import io.earwitness.testkit.Recording;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int RATE = 8_000;

  @Test
  void hearsExactlyTheSamplesOfTheWindow() throws Exception {
    Recording recording = Recording.ofSeconds("feed", RATE, 3);
    try (FakeCaptioner captioner = new FakeCaptioner(Behaviour.prompt(RATE));
        Turns turns = turns(captioner, policy(1, Duration.ofMinutes(1)))) {
      Heard heard = turns.caption(Requests.of(recording)).get(10, TimeUnit.SECONDS);

      assertThat(heard.captioning().text())
          .isEqualTo(FakeCaptioner.textOf(recording.heard(0, 3 * RATE)));
      assertThat(heard.level().peakDbfs()).isBetween(-1.0, 0.0);
    }
  }

  @Test
  void givesUpAWindowAtItsDeadlineAndItsTurnToTheNext() throws Exception {
    try (FakeCaptioner captioner = new FakeCaptioner(Behaviour.prompt(RATE).hangingOn("poison"));
        Turns turns = turns(captioner, policy(1, Duration.ofMillis(50)))) {
      CompletableFuture<Heard> hung =
          turns.caption(Requests.of(Recording.ofSeconds("poison", RATE, 1)));
      CompletableFuture<Heard> next =
          turns.caption(Requests.of(Recording.ofSeconds("good", RATE, 1)));

      assertThat(next.get(10, TimeUnit.SECONDS).captioning().text()).startsWith("8000 samples");
      assertThatThrownBy(hung::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              CaptioningException.class,
              e -> assertThat(e.reason()).isEqualTo(CaptioningException.Reason.TIMED_OUT));
    }
  }

  @Test
  void noDeadlineRunsWhileAWindowWaitsForItsTurn() throws Exception {
    try (FakeCaptioner captioner = new FakeCaptioner(Behaviour.prompt(RATE).slow(100));
        Turns turns = turns(captioner, policy(1, Duration.ofMillis(450)))) {
      CompletableFuture<?>[] all = new CompletableFuture<?>[10];
      for (int i = 0; i < all.length; i++) {
        all[i] = turns.caption(Requests.of(Recording.ofSeconds("feed", RATE, 1)));
      }

      assertThat(CompletableFuture.allOf(all)).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void givesUpWhatTheOverloadPolicySaysWhenItIsTheWindowsTurn() throws Exception {
    Recording recording = Recording.ofSeconds("feed", RATE, 1);
    Captioner never = new FakeCaptioner(Behaviour.prompt(RATE).hangingOn("feed"));
    try (Turns turns = turns(never, policy(1, Duration.ofMinutes(1)))) {
      Heard heard =
          turns.caption(Requests.of(recording, Recording.BEGIN)).get(10, TimeUnit.SECONDS);

      assertThat(heard.treatment().leftOut()).isTrue();
      assertThat(heard.treatment().lag()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @Test
  void handsWindowsOnInTheirOrderAndSaysWhereTheyLie() throws Exception {
    List<AudioWindow> handed = new CopyOnWriteArrayList<>();
    try (FakeCaptioner captioner = new FakeCaptioner(Behaviour.prompt(RATE));
        Turns turns =
            turns(new Eavesdropper(captioner, handed), policy(50, Duration.ofMinutes(1)))) {
      CompletableFuture<?>[] all = new CompletableFuture<?>[40];
      for (int i = 0; i < all.length; i++) {
        // One that takes long to decode, then one that could overtake it.
        int seconds = i % 2 == 0 ? 20 : 1;
        all[i] = turns.caption(Requests.of(Recording.ofSeconds("feed-" + i, RATE, seconds)));
      }
      CompletableFuture.allOf(all).get(20, TimeUnit.SECONDS);
    }
    assertThat(handed)
        .extracting(AudioWindow::feedId)
        .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(i -> "feed-" + i).toList());
    assertThat(handed.get(0).place())
        .hasValueSatisfying(place -> assertThat(place.firstSample()).isZero());
  }

  /** Notes what a captioner is asked for. */
  private record Eavesdropper(Captioner captioner, List<AudioWindow> handed) implements Captioner {
    @Override
    public CaptionerInfo info() {
      return captioner.info();
    }

    @Override
    public CompletableFuture<Captioning> caption(AudioWindow window, Effort effort) {
      handed.add(window);
      return captioner.caption(window, effort);
    }

    @Override
    public void close() {
      captioner.close();
    }
  }

  private static Turns turns(Captioner captioner, CaptionPolicy policy) {
    return new Turns(
        captioner,
        policy,
        new OverloadControl(policy.overload()),
        Clock.fixed(Recording.BEGIN.plusSeconds(3), ZoneOffset.UTC));
  }

  private static CaptionPolicy policy(int atOnce, Duration deadline) {
    return new CaptionPolicy(
        100,
        atOnce,
        1 << 20,
        deadline,
        /* inOrder= */ true,
        new OverloadLimits(OverloadStep.SKIP_AHEAD, Duration.ofSeconds(1), List.of()),
        WindowSample.WHOLE,
        ReadRange.ENDLESS);
  }
}
