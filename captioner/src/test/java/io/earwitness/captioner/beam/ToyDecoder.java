package io.earwitness.captioner.beam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A language model whose next token depends at random, but always alike, on all before it. */
final class ToyDecoder {
  /** A sequence without its start and end. */
  record Scored(int[] tokens, double logProbability) {}

  private final long seed;
  private final int vocabulary;
  private final int topK;

  /**
   * @param topK tokens listed; those beyond the vocabulary are impossible
   */
  ToyDecoder(long seed, int vocabulary, int topK) {
    this.seed = seed;
    this.vocabulary = vocabulary;
    this.topK = topK;
  }

  List<TokenSequence> run(BeamSearch search) {
    int beams = search.nextTokens().length;
    List<List<Integer>> prefixes = new ArrayList<>();
    for (long token : search.nextTokens()) {
      prefixes.add(List.of((int) token));
    }
    while (!search.done()) {
      float[] logProbs = new float[beams * topK];
      long[] tokenIds = new long[beams * topK];
      for (int beam = 0; beam < beams; beam++) {
        list(prefixes.get(beam), logProbs, tokenIds, beam * topK);
      }
      search.advance(logProbs, tokenIds, topK);
      prefixes = continued(prefixes, search.beamOrigins(), search.nextTokens());
    }
    return search.finished();
  }

  /** Every sequence that ends with {@code eos}, or with {@code maxLength} tokens. */
  List<Scored> allSequences(int eos, int maxLength) {
    List<Scored> all = new ArrayList<>();
    collect(List.of(eos), 0, eos, maxLength, all);
    return all;
  }

  private void collect(
      List<Integer> prefix, double logProbability, int eos, int maxLength, List<Scored> all) {
    int[] tokens = prefix.stream().skip(1).mapToInt(Integer::intValue).toArray();
    if (prefix.size() == maxLength) {
      all.add(new Scored(tokens, logProbability));
      return;
    }
    double[] next = logProbabilities(prefix);
    for (int token = 0; token < vocabulary; token++) {
      double sum = logProbability + next[token];
      if (token == eos) {
        all.add(new Scored(tokens, sum));
      } else {
        collect(appended(prefix, token), sum, eos, maxLength, all);
      }
    }
  }

  private void list(List<Integer> prefix, float[] logProbs, long[] tokenIds, int at) {
    double[] next = logProbabilities(prefix);
    int[] ranked =
        IntStream.range(0, topK)
            .boxed()
            .sorted(Comparator.comparingDouble(token -> token < vocabulary ? -next[token] : 1e9))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < topK; i++) {
      tokenIds[at + i] = ranked[i];
      logProbs[at + i] = ranked[i] < vocabulary ? (float) next[ranked[i]] : Float.NEGATIVE_INFINITY;
    }
  }

  private double[] logProbabilities(List<Integer> prefix) {
    Random random = new Random(seed * 31 + prefix.hashCode());
    double[] weights = random.doubles(vocabulary, 0.01, 1).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> Math.log(weight / sum)).toArray();
  }

  private static List<List<Integer>> continued(
      List<List<Integer>> prefixes, int[] origins, long[] tokens) {
    List<List<Integer>> continued = new ArrayList<>();
    for (int beam = 0; beam < origins.length; beam++) {
      continued.add(appended(prefixes.get(origins[beam]), (int) tokens[beam]));
    }
    return continued;
  }

  private static List<Integer> appended(List<Integer> prefix, int token) {
    List<Integer> longer = new ArrayList<>(prefix);
    longer.add(token);
    return longer;
  }
}
