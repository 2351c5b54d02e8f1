package io.earwitness.captioner.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search against recorded runs of Hugging Face's {@code generate} 4.29 on a tiny BART. */
class BeamSearchGoldenTest {

  static List<GoldenCase> cases() throws IOException {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepChoosesTheTokensAndBeamsThatGenerateChose(GoldenCase golden) {
    BeamSearch search = new BeamSearch(golden.settings(), golden.special());
    List<GoldenCase.Step> steps = golden.steps();
    for (int i = 0; i < steps.size(); i++) {
      GoldenCase.Step step = steps.get(i);
      assertThat(search.done()).as("done before step %d", i).isFalse();
      search.advance(step.logProbs(), step.tokenIds(), golden.topK());
      if (!search.done() && !step.nextTokens().isMissingNode()) {
        assertThat(search.nextTokens()).as("step %d", i).isEqualTo(longs(step.nextTokens()));
        assertOrigins(i, search.beamOrigins(), longs(step.beamOrigins()));
      }
    }
    assertThat(search.done()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFinishedSequencesAndTheirScoresAreThoseOfGenerate(GoldenCase golden) {
    BeamSearch search = new BeamSearch(golden.settings(), golden.special());
    for (GoldenCase.Step step : golden.steps()) {
      search.advance(step.logProbs(), step.tokenIds(), golden.topK());
    }

    List<TokenSequence> finished = search.finished();

    assertThat(finished)
        .extracting(TokenSequence::tokens)
        .containsExactlyElementsOf(golden.sequences());
    double[] scores = golden.scores();
    for (int i = 0; i < scores.length; i++) {
      assertThat(finished.get(i).score()).isCloseTo(scores[i], within(1e-6 * Math.abs(scores[i])));
    }
  }

  private static void assertOrigins(int step, int[] origins, long[] expected) {
    // All beams are alike before the first step, so that any of them may be continued.
    if (step > 0) {
      assertThat(Arrays.stream(origins).asLongStream().toArray())
          .as("step %d", step)
          .isEqualTo(expected);
    }
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToLong(JsonNode::longValue)
        .toArray();
  }
}
