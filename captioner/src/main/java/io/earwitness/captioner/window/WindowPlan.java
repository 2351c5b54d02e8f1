package io.earwitness.captioner.window;

import io.earwitness.captioner.audio.AudioFormat;
import java.time.Instant;
import java.util.List;

/**
 * A closed window: which samples it covers and which chunks hold them.
 *
 * @param windowIndex 0, 1, 2, … within the session; windows without a single sample are skipped
 * @param windowSequence 0, 1, 2, … within the feed, over all its sessions, without a gap
 * @param firstSample inclusive
 * @param endSample exclusive
 * @param begin event time of {@code firstSample}, by the clock of the chunk nearest to it
 * @param end event time of {@code endSample}, by the clock of the chunk nearest to it
 * @param pieces in the order of their samples; what lies between them is silence
 * @param missingSamples samples that no piece holds
 */
public record WindowPlan(
    String sessionId,
    long windowIndex,
    long windowSequence,
    long firstSample,
    long endSample,
    AudioFormat format,
    Instant begin,
    Instant end,
    List<Piece> pieces,
    long missingSamples,
    WindowClosing closedBy) {

  public WindowPlan {
    pieces = List.copyOf(pieces);
  }

  /** Samples from begin to end, the missing ones included. */
  public int sampleCount() {
    return Math.toIntExact(endSample - firstSample);
  }
}
