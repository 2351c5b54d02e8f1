package io.earwitness.flink.start;

/**
 * What a {@link StartCheck} found.
 *
 * @param chunkPartitions of the chunks' topic: more source subtasks would have nothing to read
 */
public record Surroundings(int chunkPartitions) {}
