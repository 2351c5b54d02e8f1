package io.earwitness.flink.caption;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.caption.Captioning;

/** What was made of a window, and how loud it is. */
record Heard(Captioning captioning, Level level) {}
