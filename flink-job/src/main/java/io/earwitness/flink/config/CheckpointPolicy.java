package io.earwitness.flink.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How often the job's state is made safe.
 *
 * @param interval pause between the begins of two checkpoints
 * @param timeout after which one is given up
 * @param folder where they lie, as an address that Flink can write to; empty for what the cluster
 *     has set
 */
public record CheckpointPolicy(Duration interval, Duration timeout, Optional<String> folder) {}
