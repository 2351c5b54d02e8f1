package io.earwitness.onnx.engine;

import io.earwitness.captioner.beam.BeamSearch;
import io.earwitness.captioner.caption.CaptioningException;
import java.util.Arrays;
import java.util.List;

/**
 * The beam searches of a batch as rows of the decoder: those of one clip adjacent. A clip that has
 * finished keeps its rows, and what they compute is ignored. Not thread-safe.
 */
final class BatchedBeams {
  private final List<BeamSearch> searches;
  private final int beams;
  private final int topK;
  private final long[] nextTokens;
  private final long[] origins;

  BatchedBeams(List<BeamSearch> searches, int beams, int topK) {
    this.searches = searches;
    this.beams = beams;
    this.topK = topK;
    nextTokens = new long[searches.size() * beams];
    origins = new long[nextTokens.length];
    gather();
  }

  int rows() {
    return nextTokens.length;
  }

  boolean done() {
    return searches.stream().allMatch(BeamSearch::done);
  }

  /** {@code int64[rows]}: the last token of each row. */
  long[] nextTokens() {
    return nextTokens;
  }

  /** {@code int64[rows]}: which row of the past each row continues. */
  long[] origins() {
    return origins;
  }

  /**
   * @param logProbs {@code float[rows · topK]}, descending within a row
   * @param tokenIds {@code int64[rows · topK]}
   */
  void advance(float[] logProbs, long[] tokenIds) {
    int perClip = beams * topK;
    for (int clip = 0; clip < searches.size(); clip++) {
      BeamSearch search = searches.get(clip);
      if (!search.done()) {
        int from = clip * perClip;
        float[] scores = Arrays.copyOfRange(logProbs, from, from + perClip);
        requireNumbers(scores, clip);
        search.advance(scores, Arrays.copyOfRange(tokenIds, from, from + perClip), topK);
      }
    }
    gather();
  }

  private void gather() {
    for (int clip = 0; clip < searches.size(); clip++) {
      BeamSearch search = searches.get(clip);
      int firstRow = clip * beams;
      if (search.done()) {
        for (int row = firstRow; row < firstRow + beams; row++) {
          origins[row] = row;
        }
        continue;
      }
      System.arraycopy(search.nextTokens(), 0, nextTokens, firstRow, beams);
      int[] within = search.beamOrigins();
      for (int beam = 0; beam < beams; beam++) {
        origins[firstRow + beam] = firstRow + within[beam];
      }
    }
  }

  private static void requireNumbers(float[] scores, int clip) {
    for (float score : scores) {
      if (Float.isNaN(score)) {
        throw new CaptioningException(
            CaptioningException.Reason.INFERENCE_FAILED,
            "the decoder's scores for clip %d of the batch are not numbers".formatted(clip));
      }
    }
  }
}
