package io.earwitness.flink.start;

import java.util.Optional;

/**
 * What a {@link StartCheck} found.
 *
 * @param chunkPartitions of the chunks' topic: more source subtasks would have nothing to read
 * @param past what lies in the range that the job is asked for, if it is asked for one
 */
public record Surroundings(int chunkPartitions, Optional<PastChunks> past) {}
