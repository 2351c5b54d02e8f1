package io.earwitness.captioner.window;

import io.earwitness.captioner.event.DeadLetter;

/**
 * Why a chunk can't be used.
 *
 * @param sentence for people: what is wrong with which chunk
 */
public record Refusal(DeadLetter.Reason reason, String sentence) {}
