package io.earwitness.app.evaluate;

import static io.earwitness.app.evaluate.HeardScenes.heard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.ModelIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final CaptionerInfo INFO =
      new CaptionerInfo(
          new ModelIdentity("made", "1", "00"),
          new SampleRate(16_000),
          new DecodeSettings(4, 50, 3, 1, true),
          "cpu",
          List.of("dog", "rain"));

  private static final List<Heard> UNFAMILIAR =
      List.of(
          heard(Layout.CLIP, List.of(), List.of("dog"), 0.8, "dog"),
          heard(Layout.CLIP, List.of(), List.of("rain"), 0.2),
          heard(Layout.CLIP, List.of(), List.of(), 0.9));

  private final List<String> dog = List.of("dog");
  private final List<String> rain = List.of("rain");
  private final List<String> both = List.of("dog", "rain");

  private final Evaluation evaluation =
      evaluation(
          List.of(
              heard(Layout.CLIP, dog, dog, 0.9, "dog", "rain"),
              heard(Layout.CLIP, dog, both, 0.4, "rain"),
              heard(Layout.CLIP, rain, List.of(), 0.1)),
          List.of(
              heard(Layout.SEQUENCE, both, both, "dog", "rain"),
              heard(Layout.SEQUENCE, both, List.of("rain", "dog"), "dog", "cat"),
              heard(Layout.TOGETHER, both, List.of("rain", "dog")),
              heard(Layout.TOGETHER, both, dog, "rain")),
          List.of(heard(Layout.EMPTY, List.of(), List.of()), heard(Layout.EMPTY, List.of(), dog)));

  @Test
  void aClipIsRightByItsSurestLabel() {
    assertThat(evaluation.clipsLabelledRight().hits()).isEqualTo(1);
    assertThat(evaluation.clipsLabelledRight().total()).isEqualTo(3);
  }

  @Test
  void aCaptionMayNameMoreThanTheClipHolds() {
    assertThat(evaluation.clipsNamed().hits()).isEqualTo(2);
    assertThat(evaluation.clipsNamedAndNothingElse().hits()).isEqualTo(1);
  }

  @Test
  void scenesCountWhatIsFoundMissedAndMadeUp() {
    Detection labels = evaluation.sceneLabels();
    assertThat(labels).isEqualTo(new Detection(4, 5, 8));
    assertThat(labels.precision()).isEqualTo(0.8);
    assertThat(labels.recall()).isEqualTo(0.5);
    assertThat(labels.f1()).isEqualTo(8.0 / 13);
    assertThat(evaluation.bothNamed().value()).isEqualTo(0.75);
  }

  @Test
  void orderIsAskedOfSequencesThatNameBoth() {
    assertThat(evaluation.orderRight().total()).isEqualTo(2);
    assertThat(evaluation.orderRight().hits()).isEqualTo(1);
  }

  @Test
  void silenceShouldNameNothing() {
    assertThat(evaluation.emptyNamed().value()).isEqualTo(0.5);
    assertThat(evaluation.emptyLabelled().value()).isZero();
  }

  @Test
  void soundsOfOtherKindsShouldNotBeNamedSurely() {
    assertThat(evaluation.unfamiliarNamed().hits()).isEqualTo(2);
    assertThat(evaluation.unfamiliarNamedSurely().hits()).isEqualTo(1);
    assertThat(evaluation.unfamiliarLabelled().hits()).isEqualTo(1);
    // Clips of 0.9, 0.4 and 0.1 against 0.8, 0.2, and one that owns up to knowing nothing.
    assertThat(evaluation.unfamiliarRocArea()).isEqualTo(6.0 / 9, within(1e-9));
  }

  @Test
  void everyKindHasItsOwnFigures() {
    Kind cat = evaluation.kinds().get("cat");
    Kind dogs = evaluation.kinds().get("dog");
    assertThat(cat.scenes()).isEqualTo(new Detection(0, 1, 0));
    assertThat(dogs.scenes()).isEqualTo(new Detection(2, 2, 4));
    assertThat(dogs.clips()).isEqualTo(2);
    assertThat(dogs.takenFor()).isEqualTo(Map.of("rain", 1));
    assertThat(evaluation.kinds().get("rain").takenFor()).isEqualTo(Map.of("nothing", 1));
  }

  @Test
  void aConfidenceIsHeldAgainstWhatWasRight() {
    Calibration calibration =
        Calibration.of(
            List.of(
                new Calibration.Claim(0.95, true),
                new Calibration.Claim(0.95, false),
                new Calibration.Claim(0.15, false),
                new Calibration.Claim(1.0, true)));
    assertThat(calibration.bins()).hasSize(2);
    Calibration.Bin surest = calibration.bins().get(1);
    assertThat(surest.count()).isEqualTo(3);
    assertThat(surest.right()).isEqualTo(2.0 / 3, within(1e-9));
    // three claims of 0.967 of which 0.667 hold, one of 0.15 that doesn't
    assertThat(calibration.error()).isEqualTo((3 * 0.3 + 0.15) / 4, within(1e-9));
    assertThat(calibration.rocArea()).isEqualTo(3.5 / 4, within(1e-9));
  }

  @Test
  void nothingHasNoShareAndTheIntervalHoldsTheShare() {
    assertThat(Share.of(0, 0).value()).isNaN();
    Share share = Share.of(80, 100);
    assertThat(share.low()).isBetween(0.68, 0.76);
    assertThat(share.high()).isBetween(0.84, 0.92);
  }

  @Test
  void textsAreRankedByHowNearTheClipsLie() {
    List<Heard> clips =
        List.of(HeardScenes.at(0, "dog"), HeardScenes.at(30, "rain"), HeardScenes.at(60, "dog"));
    float[] text = HeardScenes.direction(0);
    assertThat(OpenVocabulary.averagePrecision(text, "dog", clips))
        .isEqualTo((1 + 2.0 / 3) / 2, within(1e-9));
    OpenVocabulary.Result result =
        OpenVocabulary.examine(
            "made",
            List.of(
                new OpenVocabulary.Text("a dog", "dog"), new OpenVocabulary.Text("a cat", "cat")),
            clips,
            texts -> texts.stream().map(t -> text).toList(),
            5);
    assertThat(result.texts()).isEqualTo(1);
  }

  @Test
  void theFrozenListsAreThere() {
    assertThat(OpenVocabulary.frozen("known-words")).hasSizeGreaterThanOrEqualTo(100);
    assertThat(OpenVocabulary.frozen("unseen-words")).hasSizeGreaterThanOrEqualTo(50);
  }

  @Test
  void isWrittenAsTextAndAsJson() {
    assertThat(EvaluationText.lines(evaluation))
        .anyMatch(line -> line.contains("both named") && line.contains("0.750"))
        .anyMatch(line -> line.contains("Sounds of other kinds: 3"));
    assertThat(EvaluationJson.of(evaluation))
        .contains("\"bothNamed\":{\"value\":0.75", "\"layout\":\"sequence\"")
        .doesNotContain("NaN");
  }

  private static Evaluation evaluation(List<Heard> clips, List<Heard> scenes, List<Heard> empty) {
    return new Evaluation(
        INFO,
        Optional.of(4),
        clips,
        scenes,
        empty,
        UNFAMILIAR,
        List.of(new FalseEvents("music", 0.5, Map.of("dog", 2))),
        List.of(),
        Speed.of(100, Duration.ofSeconds(10), Duration.ofSeconds(10), 2));
  }
}
