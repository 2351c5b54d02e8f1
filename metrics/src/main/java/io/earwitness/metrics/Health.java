package io.earwitness.metrics;

/**
 * How a program is.
 *
 * @param well whether it does its work, or is about to
 * @param sentence for people
 */
public record Health(boolean well, String sentence) {}
