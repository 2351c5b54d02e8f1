package io.earwitness.app.file;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.ModelIdentity;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A stretch of a file and what is heard in it.
 *
 * @param firstSample inclusive
 * @param endSample exclusive
 */
public record CaptionedWindow(
    Path file,
    long firstSample,
    long endSample,
    SampleRate rate,
    Captioning captioning,
    Level level,
    ModelIdentity model) {
  /** From the file's begin, inclusive. */
  public Duration begin() {
    return rate.durationOf(firstSample);
  }

  /** From the file's begin, exclusive. */
  public Duration end() {
    return rate.durationOf(endSample);
  }
}
