package io.earwitness.captioner.compare;

import java.util.List;

/**
 * How far two bundles agree on the windows that both captioned.
 *
 * @param windows that both captioned from the same sound
 * @param feeds that these are from
 * @param sameSounds share of the windows in which both named the same kinds of sound, 0 to 1
 * @param commonSound share in which they named a kind in common, or both none
 * @param sameCaption share with the same caption, word by word
 * @param liveConfidence mean
 * @param shadowConfidence mean
 * @param confidenceApart mean of the difference, whichever is higher
 * @param worst those that differ most, the worst first
 */
public record Agreement(
    long windows,
    int feeds,
    double sameSounds,
    double commonSound,
    double sameCaption,
    double liveConfidence,
    double shadowConfidence,
    double confidenceApart,
    List<Disagreement> worst) {
  public Agreement {
    worst = List.copyOf(worst);
  }
}
