package io.earwitness.captioner.audio;

import java.util.Optional;

/**
 * One channel of sound to be captioned. The array is held by reference and must not be changed.
 *
 * @param feedId the feed it comes from: a captioner serves feeds fairly
 * @param samples {@code float[n]}, nominally −1 to 1
 * @param place where in its feed it lies, if known: windows that overlap have sound in common
 */
public record AudioWindow(String feedId, SampleRate rate, float[] samples, Optional<Place> place) {

  /**
   * @param session an unbroken stretch of the feed; sample numbers of different ones say nothing
   *     about each other
   * @param firstSample counted at the window's rate
   */
  public record Place(String session, long firstSample) {}

  /** A window on its own. */
  public AudioWindow(String feedId, SampleRate rate, float[] samples) {
    this(feedId, rate, samples, Optional.empty());
  }
}
