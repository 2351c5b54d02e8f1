package io.earwitness.captioner.caption;

import java.time.Duration;

/**
 * A kind of sound found in a window.
 *
 * @param score calibrated probability, 0 to 1: the highest within the span
 * @param begin from the window's start, inclusive
 * @param end from the window's start, exclusive
 */
public record HeardSound(String label, double score, Duration begin, Duration end) {}
