package io.earwitness.testkit;

import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What the caption of a window must say, worked out sample by sample from the recording, without
 * the product's own arithmetic.
 */
public record ExpectedWindow(
    String captionId,
    String feedId,
    String sessionId,
    long windowIndex,
    long firstSample,
    long endSample,
    long missingSamples,
    String text) {

  /** The windows of a recording that arrives in full. */
  public static List<ExpectedWindow> of(Recording recording, Duration length, Duration hop) {
    return of(recording, length, hop, sample -> false);
  }

  /**
   * @param lost whether a sample never arrives; no window may lose all of its samples
   */
  public static List<ExpectedWindow> of(
      Recording recording, Duration length, Duration hop, LongPredicate lost) {
    int lengthSamples = samples(recording.rate(), length);
    int hopSamples = samples(recording.rate(), hop);
    List<ExpectedWindow> windows = new ArrayList<>();
    long end = 0;
    for (long index = 0; end < recording.samples(); index++) {
      long first = index * hopSamples;
      end = Math.min(first + lengthSamples, recording.samples());
      windows.add(window(recording, index, first, end, lost));
    }
    return windows;
  }

  private static ExpectedWindow window(
      Recording recording, long index, long first, long end, LongPredicate lost) {
    float[] heard = recording.heard(first, (int) (end - first));
    long missing = 0;
    for (int i = 0; i < heard.length; i++) {
      if (lost.test(first + i)) {
        heard[i] = 0;
        missing++;
      }
    }
    String id =
        CaptionIds.of(
            recording.feedId(), recording.sessionId(), index, FakeCaptioner.MODEL.sha256());
    return new ExpectedWindow(
        id,
        recording.feedId(),
        recording.sessionId(),
        index,
        first,
        end,
        missing,
        FakeCaptioner.textOf(heard));
  }

  private static int samples(SampleRate rate, Duration span) {
    return (int) (span.toMillis() * rate.hertz() / 1_000);
  }

  /** The same of a caption that came out. */
  public static ExpectedWindow seen(CaptionEvent caption) {
    return new ExpectedWindow(
        caption.captionId(),
        caption.feedId(),
        caption.sessionId(),
        caption.windowIndex(),
        caption.firstSample(),
        caption.endSample(),
        caption.missingSamples(),
        caption.captioning().text());
  }
}
