package io.earwitness.testkit;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Captions of a session's whole windows, for what comes after the job: no sample is missing, and
 * each is complete, captioned and told the moment it ends.
 */
public record WholeWindows(
    ModelIdentity model, SampleRate rate, int windowSeconds, int hopSeconds) {

  /**
   * @param sessionBegin what the feed's clock showed at its first sample
   * @param window from 0
   */
  public CaptionEvent caption(
      String captionId,
      String feedId,
      String sessionId,
      Instant sessionBegin,
      long window,
      Captioning captioning) {
    return new CaptionEvent(
        captionId,
        feedId,
        sessionId,
        window,
        window,
        window * hopSeconds * rate.hertz(),
        (window * hopSeconds + windowSeconds) * rate.hertz(),
        rate,
        begin(sessionBegin, window),
        end(sessionBegin, window),
        captioning,
        new Level(-20, -3),
        0,
        WindowClosing.COMPLETE,
        model,
        new DecodeSettings(4, 50, 3, 1, true),
        "cpu",
        SourceOffsets.NONE,
        end(sessionBegin, window));
  }

  private Instant begin(Instant sessionBegin, long window) {
    return sessionBegin.plusSeconds(window * hopSeconds);
  }

  /** When a window ends. */
  public Instant end(Instant sessionBegin, long window) {
    return begin(sessionBegin, window).plusSeconds(windowSeconds);
  }

  /**
   * What a captioner makes of a window in no time.
   *
   * @param embedding empty for none
   * @param at when
   */
  public static Captioning captioning(
      String text, double confidence, List<HeardSound> sounds, float[] embedding, Instant at) {
    return new Captioning(
        List.of(new Hypothesis(text, -1, -0.5)),
        confidence,
        OptionalDouble.empty(),
        sounds,
        embedding,
        at,
        at,
        1);
  }
}
