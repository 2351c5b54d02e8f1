package io.earwitness.flink.config;

import io.earwitness.settings.keys.CaptionSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which model captions, on what.
 *
 * @param bundleFolder {@code null} for the bundle that comes along
 * @param threads CPU threads; 0 for one a core
 * @param attempt longest time of one attempt at a batch
 */
public record EngineChoice(
    String bundleFolder,
    CaptionSettings.Provider provider,
    int threads,
    int batchSize,
    Duration batchWait,
    long queueBytes,
    Duration attempt)
    implements Serializable {}
