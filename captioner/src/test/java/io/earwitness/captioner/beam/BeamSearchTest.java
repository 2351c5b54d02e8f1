package io.earwitness.captioner.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earwitness.captioner.caption.DecodeSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeamSearchTest {
  private static final SpecialTokens FREE =
      new SpecialTokens(2, 0, 2, 1, OptionalInt.empty(), OptionalInt.empty());
  private static final SpecialTokens FORCED =
      new SpecialTokens(2, 0, 2, 1, OptionalInt.of(0), OptionalInt.of(2));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void withABeamForEveryPrefixItFindsTheLikeliestOfAllSequences(long seed) {
    ToyDecoder decoder = new ToyDecoder(seed, 4, 40);
    // A length penalty of 0 ranks by probability alone, so that stopping early loses nothing.
    DecodeSettings settings = new DecodeSettings(16, 4, 0, 0, false);

    List<TokenSequence> finished = decoder.run(new BeamSearch(settings, FREE));

    List<ToyDecoder.Scored> all = decoder.allSequences(2, settings.maxLength());
    all.sort(Comparator.comparingDouble(ToyDecoder.Scored::logProbability).reversed());
    for (int i = 0; i < 5; i++) {
      assertThat(finished.get(i).tokens()).isEqualTo(all.get(i).tokens());
      assertThat(finished.get(i).logProbability())
          .isCloseTo(all.get(i).logProbability(), within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noNgramOccursTwice(long seed) {
    ToyDecoder decoder = new ToyDecoder(seed, 12, 12);
    List<TokenSequence> finished =
        decoder.run(new BeamSearch(new DecodeSettings(2, 30, 2, 1, true), FORCED));
    for (TokenSequence sequence : finished) {
      List<String> bigrams = new ArrayList<>();
      for (int i = 1; i < sequence.tokens().length; i++) {
        bigrams.add(sequence.tokens()[i - 1] + " " + sequence.tokens()[i]);
      }
      assertThat(bigrams).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void contendersAreAllThatTheBeamsWouldBeIfTheyEnded(long seed) {
    ToyDecoder decoder = new ToyDecoder(seed, 6, 6);
    DecodeSettings settings = new DecodeSettings(3, 20, 0, 1, true);

    List<TokenSequence> finished = decoder.run(new BeamSearch(settings, FREE));
    List<TokenSequence> contenders = decoder.run(new BeamSearch(settings, FREE, Contenders.of(60)));
    List<TokenSequence> few = decoder.run(new BeamSearch(settings, FREE, Contenders.of(5)));

    assertThat(contenders)
        .hasSizeGreaterThan(finished.size())
        .usingRecursiveFieldByFieldElementComparator()
        .containsAll(finished.stream().filter(s -> s.tokens().length > 0).toList());
    assertThat(contenders).allSatisfy(sequence -> assertThat(sequence.tokens()).isNotEmpty());
    assertThat(few)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(contenders.subList(0, 5));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "0.05, 1"})
  void whatHardlyEndsIsNoContender(double leastEnd, int contenders) {
    DecodeSettings settings = new DecodeSettings(1, 10, 0, 1, true);
    BeamSearch search = new BeamSearch(settings, FREE, new Contenders(9, leastEnd));
    search.advance(new float[] {-0.1f, -3}, new long[] {7, 9}, 2);
    // An end of 2 %, and one of 90 %.
    search.advance(new float[] {-0.1f, -4}, new long[] {8, 2}, 2);
    search.advance(new float[] {-0.1f, -3}, new long[] {2, 9}, 2);

    assertThat(search.finished()).hasSize(contenders);
    assertThat(search.finished().get(0).tokens()).containsExactly(7, 8);
  }

  @Test
  void theFirstStepFeedsTheStartTokenToEveryBeam() {
    BeamSearch search = new BeamSearch(new DecodeSettings(3, 10, 0, 1, true), FREE);
    assertThat(search.nextTokens()).containsExactly(2, 2, 2);
    assertThat(search.beamOrigins()).containsExactly(0, 1, 2);
  }

  @Test
  void lengthsCountTheForcedTokensAndTheEnd() {
    BeamSearch search = new BeamSearch(new DecodeSettings(1, 10, 0, 1, true), FORCED);
    search.advance(new float[] {-1}, new long[] {9}, 1);
    search.advance(new float[] {-0.5f}, new long[] {7}, 1);
    search.advance(new float[] {-0.25f}, new long[] {2}, 1);

    TokenSequence only = search.finished().get(0);
    assertThat(only.tokens()).containsExactly(7);
    assertThat(only.generatedLength()).isEqualTo(3);
    assertThat(only.logProbability()).isEqualTo(-0.75);
    assertThat(only.score()).isEqualTo(-0.25);
    assertThat(search.nextTokens()).containsExactly(1);
  }

  @Test
  void anEndTokenBelowTheBestBeamsIsNoHypothesis() {
    BeamSearch search = twoBeams(0);
    search.advance(
        new float[] {-0.1f, -0.2f, -5, -6, -0.3f, -0.4f, -5, -6},
        new long[] {2, 7, 8, 9, 2, 10, 8, 9},
        4);
    // Had the second beam's end counted, there would be two hypotheses, and the search done.
    assertThat(search.done()).isFalse();
    assertThat(search.nextTokens()).containsExactly(7, 10);
    assertThat(search.beamOrigins()).containsExactly(0, 1);
  }

  @Test
  void onceThereAreEnoughHypothesesOpenBeamsAreDropped() {
    BeamSearch search = twoBeams(0);
    search.advance(
        new float[] {-0.1f, -0.11f, -5, -6, -0.1f, -0.11f, -5, -6},
        new long[] {2, 7, 8, 9, 2, 10, 8, 9},
        4);
    // By its length, an open beam would score better. Of equal hypotheses the later comes first.
    assertThat(search.finished())
        .extracting(TokenSequence::tokens)
        .containsExactly(new int[] {6}, new int[] {5});
  }

  @Test
  void anUnlistedTokenThatMightBeBetterThanAnotherBeamsIsReported() {
    BeamSearch search = twoBeams(1);
    // Of beam 0, tokens 5 and 2 are banned; its fifth might still beat what beam 1 has.
    long[] tokens = {5, 2, 9, 10, 20, 21, 22, 23};
    assertThatThrownBy(
            () ->
                search.advance(
                    new float[] {-0.1f, -0.15f, -0.2f, -0.3f, -8, -9, -10, -11}, tokens, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("beam 0");
  }

  @Test
  void anUnlistedTokenThatCanNotMatterIsNoMatter() {
    BeamSearch search = twoBeams(1);
    long[] tokens = {5, 2, 9, 10, 20, 21, 22, 23};
    search.advance(new float[] {-6, -7, -8, -9, -0.1f, -0.2f, -0.3f, -0.4f}, tokens, 4);
    assertThat(search.nextTokens()).containsExactly(20, 21);
  }

  /** A search whose two beams, alike in score, have begun with the tokens 5 and 6. */
  private static BeamSearch twoBeams(int noRepeatNgram) {
    BeamSearch search = new BeamSearch(new DecodeSettings(2, 10, noRepeatNgram, 1, true), FREE);
    float[] firstRow = {-1, -1, -5, -6, -1, -1, -5, -6};
    search.advance(firstRow, new long[] {5, 6, 7, 8, 5, 6, 7, 8}, 4);
    return search;
  }

  @Test
  void aListThatBansEmptyIsReportedRatherThanGuessed() {
    BeamSearch search = new BeamSearch(new DecodeSettings(1, 10, 1, 1, true), FREE);
    search.advance(new float[] {-1}, new long[] {5}, 1);
    assertThatThrownBy(() -> search.advance(new float[] {-1}, new long[] {5}, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("beam 0")
        .hasMessageContaining("topK");
  }

  @Test
  void whatADecoderCanNotSayIsRefused() {
    BeamSearch search = new BeamSearch(new DecodeSettings(1, 10, 0, 1, true), FREE);
    assertThatThrownBy(() -> search.advance(new float[2], new long[2], 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> search.advance(new float[] {Float.NaN}, new long[] {5}, 1))
        .hasMessageContaining("NaN");
    assertThatThrownBy(search::finished).isInstanceOf(IllegalStateException.class);
    search.advance(new float[] {-1}, new long[] {2}, 1);
    assertThatThrownBy(() -> search.advance(new float[] {-1}, new long[] {2}, 1))
        .isInstanceOf(IllegalStateException.class);
  }
}
