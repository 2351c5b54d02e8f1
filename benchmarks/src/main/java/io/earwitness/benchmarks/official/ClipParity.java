package io.earwitness.benchmarks.official;

import io.earwitness.captioner.caption.Hypothesis;
import java.util.List;
import java.util.Locale;

/**
 * How a clip came out on both sides.
 *
 * @param equalCodes of {@code codes}
 * @param embeddingDifference largest of a component
 * @param givenFeatures the caption made of the official codes and embedding
 * @param fromWaveform the caption made of the sound
 */
record ClipParity(
    String name,
    double seconds,
    int equalCodes,
    int codes,
    double embeddingDifference,
    Outcome givenFeatures,
    Outcome fromWaveform) {
  static final String HEADER =
      "| clip | seconds | equal codes | embedding | caption, given codes | caption, from the waveform |\n"
          + "|---|---:|---:|---:|---|---|";

  /** Scores of single precision differ by as much between libraries. */
  private static final double TIE = 1e-5;

  /** How a caption compares with the official one. */
  enum Outcome {
    EQUAL,
    /** The official code has the caption among its beams, as good but for rounding. */
    TIE,
    DIFFERS;

    static Outcome of(Hypothesis ours, OfficialPeer.Answer official) {
      List<String> captions = official.captions();
      if (ours.text().equals(captions.get(0))) {
        return EQUAL;
      }
      int beam = captions.indexOf(ours.text());
      boolean asGood = beam > 0 && official.scores()[0] - official.scores()[beam] < ClipParity.TIE;
      return asGood ? TIE : DIFFERS;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %d of %d | %.0e | %s | %s |",
        name,
        seconds,
        equalCodes,
        codes,
        embeddingDifference,
        givenFeatures.word(),
        fromWaveform.word());
  }
}
