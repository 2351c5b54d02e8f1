package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.audio.AudioWindow;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioner;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.CaptioningException;
import io.earwitness.captioner.caption.CaptioningException.Reason;
import io.earwitness.captioner.caption.Effort;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Captioner} promises. */
@Timeout(120)
abstract class CaptionerContract {
  private static final int SECONDS = 1;

  private Captioner captioner;

  /** A captioner that batches, if it ever does. */
  abstract Captioner open();

  @BeforeEach
  void openCaptioner() {
    captioner = open();
  }

  @AfterEach
  void closeCaptioner() {
    captioner.close();
  }

  @Test
  void aCaptioningIsComplete() {
    Captioning captioning = caption(sound("kitchen", 1));

    assertThat(captioning.text()).isEqualTo(captioning.hypotheses().get(0).text());
    assertThat(captioning.hypotheses())
        .isSortedAccordingTo(Comparator.comparingDouble(Hypothesis::score).reversed());
    assertThat(captioning.confidence()).isBetween(0.0, 1.0);
    assertThat(captioning.batchSize()).isPositive();
    assertThat(captioning.inferenceEnded()).isAfterOrEqualTo(captioning.inferenceBegan());
    captioning.clapAgreement().ifPresent(agreement -> assertThat(agreement).isBetween(-1.0, 1.0));
    double square = 0;
    for (float value : captioning.embedding()) {
      square += value * value;
    }
    assertThat(square).isCloseTo(captioning.embedding().length == 0 ? 0 : 1, within(1e-4));
  }

  @Test
  void soundsAreAmongTheLabelsWithinTheWindowAndMostProbableFirst() {
    List<HeardSound> sounds = caption(sound("kitchen", 2)).sounds();

    assertThat(sounds)
        .isSortedAccordingTo(Comparator.comparingDouble(HeardSound::score).reversed())
        .allSatisfy(
            sound -> {
              assertThat(captioner.info().labels()).contains(sound.label());
              assertThat(sound.score()).isBetween(0.0, 1.0);
              assertThat(sound.begin()).isGreaterThanOrEqualTo(Duration.ZERO);
              assertThat(sound.end())
                  .isGreaterThan(sound.begin())
                  .isLessThanOrEqualTo(Duration.ofSeconds(SECONDS));
            });
  }

  @Test
  void aWindowsCaptionIsTheSameAloneAndAmongOthers() {
    List<Captioning> alone =
        IntStream.range(0, 6).mapToObj(i -> caption(sound("alone", i))).toList();
    List<CompletableFuture<Captioning>> together =
        IntStream.range(0, 6).mapToObj(i -> captioner.caption(sound("feed" + i % 3, i))).toList();

    for (int i = 0; i < alone.size(); i++) {
      Captioning expected = alone.get(i);
      Captioning found = together.get(i).join();
      assertThat(found.hypotheses())
          .extracting(Hypothesis::text)
          .isEqualTo(expected.hypotheses().stream().map(Hypothesis::text).toList());
      assertThat(found.confidence()).isCloseTo(expected.confidence(), within(1e-4));
    }
  }

  @Test
  void theLeastEffortMakesOneCaptionAndHearsTheSameSounds() {
    Captioning full = caption(sound("kitchen", 1));
    CompletableFuture<Captioning> neighbour = captioner.caption(sound("neighbour", 2));
    Captioning least = captioner.caption(sound("kitchen", 1), Effort.LEAST).join();

    assertThat(least.hypotheses()).hasSize(1);
    assertThat(least.sounds())
        .extracting(HeardSound::label)
        .isEqualTo(full.sounds().stream().map(HeardSound::label).toList());
    assertThat(least.confidence()).isBetween(0.0, 1.0);
    assertThat(neighbour.join().hypotheses()).isNotEmpty();
  }

  @Test
  void aWindowThatCanNotBeCaptionedFailsAlone() {
    AudioWindow good = sound("good", 3);
    float[] notFinite = good.samples().clone();
    notFinite[17] = Float.NaN;
    SampleRate otherRate = new SampleRate(captioner.info().inputRate().hertz() + 1);

    CompletableFuture<Captioning> neighbour = captioner.caption(good);
    requireFailure(new AudioWindow("bad", good.rate(), notFinite), Reason.INVALID_WINDOW);
    requireFailure(new AudioWindow("bad", otherRate, good.samples()), Reason.INVALID_WINDOW);
    requireFailure(new AudioWindow("bad", good.rate(), new float[0]), Reason.INVALID_WINDOW);

    assertThat(neighbour.join().text()).isNotNull();
  }

  @Test
  void aCancelledWindowHoldsUpNoOther() throws Exception {
    CompletableFuture<Captioning> unwanted = captioner.caption(sound("feed", 4));
    unwanted.cancel(false);

    assertThat(captioner.caption(sound("feed", 5)).get(60, TimeUnit.SECONDS)).isNotNull();
    assertThat(unwanted).isCancelled();
  }

  @Test
  void closingEndsEveryWindowAndRefusesLaterOnes() {
    List<CompletableFuture<Captioning>> queued =
        IntStream.range(0, 20).mapToObj(i -> captioner.caption(sound("feed", i))).toList();

    captioner.close();
    captioner.close();

    assertThat(queued)
        .allSatisfy(
            future -> {
              assertThat(future).isDone();
              if (future.isCompletedExceptionally()) {
                requireReason(future, Reason.CLOSED);
              }
            });
    requireFailure(sound("feed", 99), Reason.CLOSED);
  }

  private void requireFailure(AudioWindow window, Reason reason) {
    requireReason(captioner.caption(window), reason);
  }

  private static void requireReason(CompletableFuture<Captioning> future, Reason reason) {
    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            CaptioningException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private Captioning caption(AudioWindow window) {
    return captioner.caption(window).join();
  }

  private AudioWindow sound(String feed, int seed) {
    SampleRate rate = captioner.info().inputRate();
    Random random = new Random(seed);
    double hertz = 100 + random.nextInt(2_000);
    float[] sound = new float[SECONDS * rate.hertz()];
    for (int i = 0; i < sound.length; i++) {
      double tone = 0.4 * Math.sin(2 * Math.PI * hertz * i / rate.hertz());
      sound[i] = (float) (tone + 0.1 * random.nextGaussian());
    }
    return new AudioWindow(feed, rate, sound);
  }
}
