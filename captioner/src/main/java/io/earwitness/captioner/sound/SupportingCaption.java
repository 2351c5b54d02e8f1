package io.earwitness.captioner.sound;

import java.time.Instant;

/**
 * A caption in which a sound was heard.
 *
 * @param caption its text
 * @param score highest score of the sound in the window, 0 to 1
 * @param begin event time at which the sound is first heard in the window
 * @param end event time up to which the sound is heard in the window
 */
public record SupportingCaption(
    String captionId, String caption, double score, Instant begin, Instant end) {

  /** Both views of the same caption in one. */
  SupportingCaption and(SupportingCaption other) {
    return new SupportingCaption(
        captionId,
        caption,
        Math.max(score, other.score),
        begin.isBefore(other.begin) ? begin : other.begin,
        end.isAfter(other.end) ? end : other.end);
  }
}
