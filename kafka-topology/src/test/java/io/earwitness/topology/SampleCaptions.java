package io.earwitness.topology;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.testkit.WholeWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Captions of windows of 10 s that begin every 5 s. */
public final class SampleCaptions {
  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "ab".repeat(32));
  private static final SampleRate RATE = new SampleRate(48_000);
  private static final int WINDOW_SECONDS = 10;
  private static final int HOP_SECONDS = 5;
  private static final WholeWindows WINDOWS =
      new WholeWindows(MODEL, RATE, WINDOW_SECONDS, HOP_SECONDS);

  private SampleCaptions() {}

  /** The caption of a feed's window, by the clock of the world. */
  public static CaptionEvent of(String feedId, long window) {
    return of(feedId, window, BEGIN, "window %d of %s".formatted(window, feedId));
  }

  /**
   * @param sessionBegin what the feed's clock showed at its first sample
   */
  static CaptionEvent of(String feedId, long window, Instant sessionBegin, String text) {
    String session = "session at " + sessionBegin;
    return WINDOWS.caption(
        CaptionIds.of(feedId, session, window, MODEL.sha256()),
        feedId,
        session,
        sessionBegin,
        window,
        WholeWindows.captioning(
            text, 0.5, List.of(), new float[0], WINDOWS.end(sessionBegin, window)));
  }

  /**
   * The captions of all full windows of a stretch, in which one sound is heard.
   *
   * @param from when the sound begins, in seconds after the session's begin
   * @param to when it ends
   */
  static List<CaptionEvent> hearing(
      String feedId, Instant sessionBegin, int seconds, String label, int from, int to) {
    List<CaptionEvent> captions = new ArrayList<>();
    for (int window = 0; window * HOP_SECONDS + WINDOW_SECONDS <= seconds; window++) {
      int begin = Math.max(0, from - window * HOP_SECONDS);
      int end = Math.min(WINDOW_SECONDS, to - window * HOP_SECONDS);
      CaptionEvent silent = of(feedId, window, sessionBegin, "window " + window);
      captions.add(
          begin < end
              ? hearing(
                  silent,
                  new HeardSound(label, 0.8, Duration.ofSeconds(begin), Duration.ofSeconds(end)))
              : silent);
    }
    return captions;
  }

  /** The same, found complete at another instant of the machine's clock. */
  static CaptionEvent closedAt(Instant instant, CaptionEvent caption) {
    return with(caption, caption.captioning(), instant);
  }

  private static CaptionEvent hearing(CaptionEvent caption, HeardSound sound) {
    Captioning said = caption.captioning();
    return with(
        caption,
        new Captioning(
            said.hypotheses(),
            said.confidence(),
            said.clapAgreement(),
            List.of(sound),
            said.embedding(),
            said.inferenceBegan(),
            said.inferenceEnded(),
            said.batchSize()),
        caption.windowClosedAt());
  }

  private static CaptionEvent with(
      CaptionEvent caption, Captioning captioning, Instant windowClosedAt) {
    return new CaptionEvent(
        caption.captionId(),
        caption.feedId(),
        caption.sessionId(),
        caption.windowIndex(),
        caption.windowSequence(),
        caption.firstSample(),
        caption.endSample(),
        caption.rate(),
        caption.begin(),
        caption.end(),
        captioning,
        caption.level(),
        caption.missingSamples(),
        caption.closedBy(),
        caption.model(),
        caption.decodeSettings(),
        caption.executionProvider(),
        caption.source(),
        windowClosedAt);
  }
}
