package io.earwitness.captioner.audio;

/**
 * One channel of sound to be captioned. The array is held by reference and must not be changed.
 *
 * @param feedId the feed it comes from: a captioner serves feeds fairly
 * @param samples {@code float[n]}, nominally −1 to 1
 */
public record AudioWindow(String feedId, SampleRate rate, float[] samples) {}
