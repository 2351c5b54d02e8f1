package io.earwitness.captioner.compare;

import static io.earwitness.captioner.sound.Captions.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.sound.Captions;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Instant BEGIN = Instant.parse("2026-05-01T12:00:00Z");
  private static final Captions YARD = new Captions("yard", "s", BEGIN);

  private final Comparison comparison = new Comparison(2);

  @Test
  void countsHowOftenBothSayTheSameOfTheSameWindow() {
    compare(said(0, "a dog barks", "dog"), said(0, "a dog barks", "dog"));
    compare(said(1, "a dog barks", "dog"), said(1, "a dog is barking", "dog"));
    compare(said(2, "rain falls", "rain"), said(2, "rain falls on a dog", "rain", "dog"));
    compare(said(3, "rain falls", "rain"), said(3, "a car passes", "car"));

    Agreement agreement = comparison.agreement();

    assertThat(agreement.windows()).isEqualTo(4);
    assertThat(agreement.feeds()).isEqualTo(1);
    assertThat(agreement.sameSounds()).isEqualTo(0.5);
    assertThat(agreement.commonSound()).isEqualTo(0.75);
    assertThat(agreement.sameCaption()).isEqualTo(0.25);
    assertThat(agreement.liveConfidence()).isCloseTo(0.9, within(1e-9));
    assertThat(agreement.confidenceApart()).isZero();
    assertThat(agreement.worst())
        .extracting(worst -> worst.shadow().caption())
        .containsExactly("a car passes", "rain falls on a dog");
  }

  @Test
  void windowsOfOneBundleAndRepeatsAreNotCounted() {
    CaptionEvent live = said(0, "a dog barks", "dog");
    comparison.shadow(live);
    comparison.shadow(said(7, "nobody else heard this"));
    comparison.live(live);
    comparison.live(live);
    comparison.live(said(8, "nor this"));
    comparison.live(new Captions("hall", "s", BEGIN).window(7, WindowClosing.COMPLETE, List.of()));

    assertThat(comparison.agreement().windows()).isEqualTo(1);
    assertThat(new Comparison(1).agreement().sameSounds()).isZero();
  }

  @Test
  void differentSoundsWeighMoreTheSurerBothAre() {
    Said dog = new Said("yard", BEGIN, BEGIN, "a dog barks", Set.of("dog"), 0.9, 0);
    Said rain = new Said("yard", BEGIN, BEGIN, "rain falls", Set.of("rain"), 0.8, 0);
    Said unsure = new Said("yard", BEGIN, BEGIN, "a car", Set.of("car"), 0.1, 0);

    assertThat(Disagreement.of(dog, rain).weight()).isEqualTo(0.8);
    assertThat(Disagreement.of(dog, unsure).weight()).isEqualTo(0.1);
    assertThat(Disagreement.of(dog, dog).weight()).isZero();
  }

  @Test
  void aWindowThatLackedSamplesForOneOfThemIsNotCompared() {
    Said whole = new Said("yard", BEGIN, BEGIN, "a dog barks", Set.of("dog"), 0.9, 0);
    Said holed = new Said("yard", BEGIN, BEGIN, "a dog barks", Set.of("dog"), 0.9, 80_000);

    assertThat(whole.heardTheSameAs(whole)).isTrue();
    assertThat(whole.heardTheSameAs(holed)).isFalse();
  }

  @Test
  void aSampleHoldsItsShareAndTheSameWindowsEachTime() {
    WindowSample fifth = new WindowSample(0.2);
    long held =
        Stream.iterate(0L, index -> index + 1)
            .limit(10_000)
            .filter(index -> fifth.holds("yard", "session", index))
            .count();

    assertThat(held).isBetween(1_850L, 2_150L);
    assertThat(fifth.holds("yard", "session", 3))
        .isEqualTo(new WindowSample(0.2).holds("yard", "session", 3));
    assertThat(WindowSample.WHOLE.holds("yard", "session", 3)).isTrue();
    assertThat(new WindowSample(0).holds("yard", "session", 3)).isFalse();
  }

  private void compare(CaptionEvent live, CaptionEvent shadow) {
    comparison.shadow(shadow);
    comparison.live(live);
  }

  private static CaptionEvent said(int index, String caption, String... sounds) {
    List<Captions.Sound> heard =
        Stream.of(sounds).map(label -> sound(label, 0.9, 5.0 * index, 5.0 * index + 1)).toList();
    return YARD.window(index, WindowClosing.COMPLETE, heard, caption, new float[0], -20);
  }
}
