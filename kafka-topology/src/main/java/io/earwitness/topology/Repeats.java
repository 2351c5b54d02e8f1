package io.earwitness.topology;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.event.CaptionEvent;
import java.util.Objects;

/** Tells a caption that came again from one that was made anew and came out differently. */
final class Repeats {
  private Repeats() {}

  /**
   * Whether two captions of one id differ in what they say of the window. When, where and in which
   * batch they were made may differ, and so may the last digits of scores.
   */
  static boolean saySomethingElse(CaptionEvent one, CaptionEvent other) {
    return !(sameWindow(one, other) && sameHearing(one.captioning(), other.captioning()));
  }

  private static boolean sameWindow(CaptionEvent one, CaptionEvent other) {
    return one.firstSample() == other.firstSample()
        && one.endSample() == other.endSample()
        && one.missingSamples() == other.missingSamples()
        && Objects.equals(one.feedId(), other.feedId())
        && Objects.equals(one.begin(), other.begin())
        && Objects.equals(one.model(), other.model());
  }

  private static boolean sameHearing(Captioning one, Captioning other) {
    return Objects.equals(one.text(), other.text());
  }
}
