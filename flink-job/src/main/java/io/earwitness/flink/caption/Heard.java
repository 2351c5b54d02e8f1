package io.earwitness.flink.caption;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.overload.Treatment;

/**
 * What was made of a window, and how loud it is.
 *
 * @param captioning {@code null} where the window was left out
 * @param level {@code null} where the window was left out
 */
record Heard(Treatment treatment, Captioning captioning, Level level) {

  /** A window that nobody listened to. */
  static Heard leftOut(Treatment treatment) {
    return new Heard(treatment, null, null);
  }
}
