package io.earwitness.captioner.window;

/**
 * A run of samples that a window takes from one chunk.
 *
 * @param chunkFirstSample names the chunk within its session
 * @param chunkOffset where the run begins in the chunk, in samples
 * @param windowOffset where it begins in the window, in samples
 * @param length in samples
 */
public record Piece(long chunkFirstSample, int chunkOffset, int windowOffset, int length) {}
