package io.earwitness.onnx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.onnx.bundle.Bundle;
import io.earwitness.onnx.bundle.TinyBundle;
import io.earwitness.onnx.engine.CaptionChoice.Contender;
import io.earwitness.onnx.engine.CaptionChoice.Ranked;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny bundle's labels are dog_bark, rain and door_slam. */
class CaptionChoiceTest {
  private static final float[] DOG_AND_RAIN = {0.9f, 0.8f, 0.1f};
  private static final List<Contender> CONTENDERS =
      List.of(
          contender("a dog barks", -2),
          contender("a dog barks", -3),
          contender("a door slam", -3.5),
          contender("a dog barks while rain falls", -4));

  @TempDir Path folder;

  @Test
  void theLikeliestIsTheCaptionWhereTheBundleSaysNothingElse() {
    List<Ranked> ranked =
        new CaptionChoice(TinyBundle.load().manifest(), 4).rank(CONTENDERS, 0.9, DOG_AND_RAIN);

    assertThat(ranked).extracting(Ranked::contender).isEqualTo(CONTENDERS);
    assertThat(ranked.get(0).confidence()).isCloseTo(Math.exp(-0.5), within(1e-9));
  }

  @Test
  void theCaptionThatNamesWhatTheLabelsHeardWins() {
    List<Ranked> ranked = choice(4, naming(1)).rank(CONTENDERS, 0.9, DOG_AND_RAIN);

    assertThat(ranked)
        .extracting(r -> r.contender().hypothesis().text())
        .containsExactly("a dog barks while rain falls", "a dog barks", "a door slam");
    double fit = Math.log(0.9) + Math.log(0.8) + Math.log(0.9);
    double expected = 1 / (1 + Math.exp(-(-4 / 4.0 + fit + 0.5)));
    assertThat(ranked.get(0).confidence()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void aCaptionThatNamesNothingIsWeighedAsSuch() {
    List<Contender> contenders = List.of(contender("a dog barks", -2), contender("silence", -2));
    float[] uncertain = {0.5f, 0.5f, 0.5f};

    List<Ranked> ranked =
        choice(4, naming(1).andThen(json -> json.withObject("confidence").put("nothing", -2)))
            .rank(contenders, 0, uncertain);

    assertThat(ranked.get(0).contender().hypothesis().text()).isEqualTo("a dog barks");
    assertThat(margin(ranked.get(0)) - margin(ranked.get(1))).isCloseTo(2, within(1e-6));
  }

  @Test
  void aCaptionThatSaysAThingTwiceIsTheLastChoice() {
    List<Contender> contenders =
        List.of(contender("a dog barks while another dog barks", -1), contender("rain", -9));

    List<Ranked> ranked = choice(4, naming(1)).rank(contenders, 0.9, DOG_AND_RAIN);

    assertThat(ranked)
        .extracting(r -> r.contender().hypothesis().text())
        .containsExactly("rain", "a dog barks while another dog barks");
  }

  @Test
  void aLabelThatIsQuiteSureDoesNotDecideAlone() {
    float[] certain = {1, 1, 0};

    List<Ranked> ranked = choice(4, naming(1)).rank(CONTENDERS, 1, certain);

    assertThat(ranked).allSatisfy(r -> assertThat(r.confidence()).isGreaterThan(0).isLessThan(1));
  }

  @Test
  void noMoreAreKeptThanWanted() {
    assertThat(choice(2, naming(1)).rank(CONTENDERS, 0.9, DOG_AND_RAIN)).hasSize(2);
  }

  private static double margin(Ranked ranked) {
    return Math.log(ranked.confidence() / (1 - ranked.confidence()));
  }

  private CaptionChoice choice(int alternatives, Consumer<ObjectNode> change) {
    TinyBundle.copy(folder, change::accept);
    return new CaptionChoice(Bundle.load(folder).manifest(), alternatives);
  }

  private static Consumer<ObjectNode> naming(double weight) {
    return json -> {
      ((ObjectNode) json.at("/labels/items/0")).put("named", "\\bdogs?\\b");
      json.withObject("generation").put("hypotheses", 8);
      json.withObject("confidence")
          .put("logProbability", 1)
          .put("agreement", 0)
          .put("label", 0)
          .put("naming", weight)
          .put("bias", 0.5);
    };
  }

  private static Contender contender(String text, double logProbability) {
    return new Contender(
        new TokenSequence(new int[0], 4, logProbability, logProbability / 4),
        new Hypothesis(text, logProbability, logProbability / 4),
        OptionalDouble.empty());
  }
}
