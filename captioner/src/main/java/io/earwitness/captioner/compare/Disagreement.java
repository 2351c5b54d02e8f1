package io.earwitness.captioner.compare;

/**
 * A window of which two bundles said different things.
 *
 * @param weight how much they differ, 0 to 1: the more, the surer both are and the fewer sounds
 *     both named
 */
public record Disagreement(Said live, Said shadow, double weight) {

  static Disagreement of(Said live, Said shadow) {
    boolean same = live.caption().equals(shadow.caption());
    double sureness = Math.min(live.confidence(), shadow.confidence());
    return new Disagreement(live, shadow, same ? 0 : sureness * (1 - live.agreement(shadow)));
  }
}
