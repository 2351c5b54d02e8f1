package io.earwitness.captioner.rule;

import io.earwitness.captioner.window.SourceOffsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A window in which a rule found what it watches for.
 *
 * @param captionId the caption of the window, or the id of the feed event
 * @param caption its text, or the feed event's sentence
 * @param label the labelled sound that was found, the surest of several
 * @param score of that sound, 0 to 1
 * @param similarity highest cosine of the window's embedding and a text of the rule, −1 to 1
 * @param levelDbfs the RMS level that was found
 * @param begin event time at which it is found first in the window
 * @param end event time up to which it is found in the window
 * @param source the window's chunks
 */
public record Evidence(
    String captionId,
    String feedId,
    String caption,
    Optional<String> label,
    OptionalDouble score,
    OptionalDouble similarity,
    OptionalDouble levelDbfs,
    Instant begin,
    Instant end,
    SourceOffsets source) {}
