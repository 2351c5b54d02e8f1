package io.earwitness.benchmarks;

import io.earwitness.captioner.beam.BeamSearch;
import io.earwitness.captioner.beam.SpecialTokens;
import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.DecodeSettings;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the search of one caption of 30 tokens costs beside the decoder's steps. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BeamSearchBenchmark {
  private static final int TOP_K = 32;
  private static final int LENGTH = 30;
  private static final SpecialTokens SPECIAL =
      new SpecialTokens(2, 0, 2, 1, OptionalInt.of(0), OptionalInt.of(2));

  @Param({"1", "4", "8"})
  public int beams;

  @Param({"0", "3"})
  public int noRepeatNgram;

  /** {@code float[LENGTH][beams * TOP_K]}. */
  private float[][] logProbs;

  /** {@code long[LENGTH][beams * TOP_K]}. */
  private long[][] tokenIds;

  @Setup
  public void drawRows() {
    Random random = new Random(7);
    logProbs = new float[LENGTH][beams * TOP_K];
    tokenIds = new long[LENGTH][beams * TOP_K];
    for (int step = 0; step < LENGTH; step++) {
      for (int i = 0; i < beams * TOP_K; i++) {
        // Each row descends, and no token of it is the end: all searches are equally long.
        boolean firstOfRow = i % TOP_K == 0;
        logProbs[step][i] = (firstOfRow ? -1 : logProbs[step][i - 1]) - random.nextFloat();
        tokenIds[step][i] = 3 + i % TOP_K * 90L + random.nextInt(90);
      }
    }
  }

  @Benchmark
  public List<TokenSequence> search() {
    BeamSearch search =
        new BeamSearch(new DecodeSettings(beams, LENGTH, noRepeatNgram, 1, true), SPECIAL);
    for (int step = 0; !search.done(); step++) {
      search.advance(logProbs[step], tokenIds[step], TOP_K);
    }
    return search.finished();
  }
}
