package io.earwitness.app.file;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.ModelIdentity;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A stretch of a file and what is heard in it.
 *
 * @param begin from the file's begin, inclusive
 * @param end exclusive
 */
public record CaptionedWindow(
    Path file,
    Duration begin,
    Duration end,
    Captioning captioning,
    Level level,
    ModelIdentity model) {}
