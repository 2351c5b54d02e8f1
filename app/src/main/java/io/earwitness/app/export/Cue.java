package io.earwitness.app.export;

import java.time.Duration;

/**
 * A text that is shown for a while.
 *
 * @param begin from the file's zero
 * @param end from the file's zero
 */
record Cue(Duration begin, Duration end, String text) {}
