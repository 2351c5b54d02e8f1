package io.earwitness.captioner.window;

import java.util.function.LongFunction;

/** Puts a window's samples together. */
public final class WindowRenderer {
  private WindowRenderer() {}

  /**
   * The samples of {@code window}, silence where they are missing.
   *
   * @param decoded gives a chunk's samples, {@code float[sampleCount]} of one channel, by the
   *     chunk's first sample; asked once for each piece
   * @return {@code float[endSample - firstSample]}
   * @throws IllegalStateException if {@code decoded} has no chunk for a piece, or a shorter one
   */
  public static float[] render(WindowPlan window, LongFunction<float[]> decoded) {
    float[] samples = new float[window.sampleCount()];
    for (Piece piece : window.pieces()) {
      float[] chunk = decoded.apply(piece.chunkFirstSample());
      if (chunk == null || chunk.length < piece.chunkOffset() + piece.length()) {
        throw new IllegalStateException(
            "window %d of session '%s' needs %d samples of the chunk from sample %d, which has %s"
                .formatted(
                    window.windowIndex(),
                    window.sessionId(),
                    piece.chunkOffset() + piece.length(),
                    piece.chunkFirstSample(),
                    chunk == null ? "no payload" : chunk.length));
      }
      System.arraycopy(chunk, piece.chunkOffset(), samples, piece.windowOffset(), piece.length());
    }
    return samples;
  }
}
