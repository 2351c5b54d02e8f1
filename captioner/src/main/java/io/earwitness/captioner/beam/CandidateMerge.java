package io.earwitness.captioner.beam;

import java.util.ArrayList;
import java.util.List;

/** Finds the best continuations of all beams, where each beam's best tokens are listed in order. */
final class CandidateMerge {
  /** Says which tokens may not follow a beam. */
  @FunctionalInterface
  interface Ban {
    boolean forbids(int beam, int token);
  }

  private final float[] beamScores;
  private final float[] logProbs;
  private final long[] tokenIds;
  private final int topK;
  private final Ban ban;

  /** For each beam, how many of its tokens have been looked at. */
  private final int[] seen;

  /**
   * @param beamScores {@code float[beams]}
   * @param logProbs {@code float[beams * topK]}, row by row, each row descending
   * @param tokenIds {@code long[beams * topK]}, beside {@code logProbs}
   */
  CandidateMerge(float[] beamScores, float[] logProbs, long[] tokenIds, int topK, Ban ban) {
    this.beamScores = beamScores;
    this.logProbs = logProbs;
    this.tokenIds = tokenIds;
    this.topK = topK;
    this.ban = ban;
    this.seen = new int[beamScores.length];
  }

  /**
   * The {@code count} best continuations, best first; of equal ones that of the lower beam.
   *
   * @throws IllegalStateException if a token that isn't listed might be among them
   */
  List<Candidate> best(int count) {
    List<Candidate> best = new ArrayList<>(count);
    while (best.size() < count) {
      int beam = bestBeam();
      best.add(new Candidate(beam, token(beam), score(beam)));
      seen[beam]++;
    }
    return best;
  }

  private int bestBeam() {
    int best = -1;
    for (int beam = 0; beam < seen.length; beam++) {
      skipForbidden(beam);
      if (seen[beam] < topK && (best < 0 || score(beam) > score(best))) {
        best = beam;
      }
    }
    for (int beam = 0; beam < seen.length; beam++) {
      if (seen[beam] == topK && (best < 0 || ceilingOfUnlisted(beam) > score(best))) {
        throw new IllegalStateException(
            "beam %d needs more than the %d tokens that the decoder lists for it: raise its topK"
                .formatted(beam, topK));
      }
    }
    return best;
  }

  private void skipForbidden(int beam) {
    while (seen[beam] < topK && ban.forbids(beam, token(beam))) {
      seen[beam]++;
    }
  }

  private int token(int beam) {
    return Math.toIntExact(tokenIds[beam * topK + seen[beam]]);
  }

  private float score(int beam) {
    return logProbs[beam * topK + seen[beam]] + beamScores[beam];
  }

  private float ceilingOfUnlisted(int beam) {
    return logProbs[beam * topK + topK - 1] + beamScores[beam];
  }
}
