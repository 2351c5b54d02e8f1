package io.earwitness.captioner.event;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;

/**
 * A caption of one window of one feed, as it travels on {@code audio.captions}.
 *
 * @param captionId deterministic: the same window and model always give the same id ({@link
 *     CaptionIds})
 * @param windowIndex 0, 1, 2, … within the session
 * @param windowSequence 0, 1, 2, … within the feed, over all its sessions: captions of a feed leave
 *     in this order
 * @param firstSample first sample of the window, inclusive
 * @param endSample end of the window, exclusive, at {@code rate}
 * @param begin event time of {@code firstSample}
 * @param end event time of {@code endSample}
 * @param missingSamples samples of the window that never came and were taken for silence
 * @param level of the window
 * @param windowClosedAt when the window was found complete
 */
public record CaptionEvent(
    String captionId,
    String feedId,
    String sessionId,
    long windowIndex,
    long windowSequence,
    long firstSample,
    long endSample,
    SampleRate rate,
    Instant begin,
    Instant end,
    Captioning captioning,
    Level level,
    long missingSamples,
    WindowClosing closedBy,
    ModelIdentity model,
    DecodeSettings decodeSettings,
    String executionProvider,
    SourceOffsets source,
    Instant windowClosedAt) {

  /** Share of the window that never came, 0 to 1. */
  public double missingShare() {
    return endSample == firstSample ? 0 : (double) missingSamples / (endSample - firstSample);
  }
}
