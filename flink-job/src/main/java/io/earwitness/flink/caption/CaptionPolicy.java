package io.earwitness.flink.caption;

import io.earwitness.captioner.compare.WindowSample;
import io.earwitness.captioner.overload.OverloadLimits;
import io.earwitness.flink.read.ReadRange;
import java.io.Serializable;
import java.time.Duration;

/**
 * How much is captioned at once, and for how long.
 *
 * @param windows most windows in a subtask, waiting or under way
 * @param atOnce most windows that a subtask has handed to the captioner; the rest wait outside,
 *     encoded, where no deadline runs
 * @param bytes most encoded sound in a subtask; a single larger window goes alone
 * @param deadline for a window, from when the captioner took it
 * @param inOrder whether windows must reach the captioner in the order in which they came
 * @param overload what is given up where windows wait too long
 * @param sample the windows that are captioned at all
 * @param range the same, by when their last chunk was appended
 */
public record CaptionPolicy(
    int windows,
    int atOnce,
    long bytes,
    Duration deadline,
    boolean inOrder,
    OverloadLimits overload,
    WindowSample sample,
    ReadRange range)
    implements Serializable {}
