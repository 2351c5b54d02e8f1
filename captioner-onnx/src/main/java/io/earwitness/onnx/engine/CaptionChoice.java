package io.earwitness.onnx.engine;

import io.earwitness.captioner.beam.TokenSequence;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.onnx.bundle.BundleManifest;
import io.earwitness.onnx.bundle.NamedKinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which of a window's hypotheses is its caption, and how sure it is. The likeliest one, as with
 * Hugging Face; or, where the bundle's search finds more of them, the one of highest confidence: a
 * sentence that tells of two sounds has so many wordings that none of them is likely. (EnCLAP++,
 * arXiv 2409.01201, reranks likewise.) Thread-safe.
 */
final class CaptionChoice {
  /** Beyond these a label's score says nothing more: one wrong label must not decide alone. */
  private static final double LOWEST_SCORE = 0.01, HIGHEST_SCORE = 0.99;

  private static final Comparator<Ranked> SUREST =
      Comparator.comparingDouble(Ranked::confidence).reversed();

  private final Optional<BundleManifest.Confidence> calibrated;
  private final List<BundleManifest.Label> labels;
  private final NamedKinds kinds;
  private final int alternatives;
  private final boolean byConfidence;

  /**
   * @param alternatives most hypotheses that are kept for a window
   */
  CaptionChoice(BundleManifest manifest, int alternatives) {
    this.calibrated = manifest.confidence();
    this.labels = manifest.labels().items();
    this.kinds = new NamedKinds(labels);
    this.alternatives = alternatives;
    this.byConfidence = manifest.generation().hypotheses().isPresent();
  }

  /** Of how many hypotheses {@link #rank} has to know the CLAP agreement: the first ones. */
  int contenders(int hypotheses) {
    return byConfidence ? hypotheses : 1;
  }

  /** A hypothesis of a window; {@code agreement} is empty where nothing tells it. */
  record Contender(TokenSequence sequence, Hypothesis hypothesis, OptionalDouble agreement) {}

  /** A contender and the chance that it is right. */
  record Ranked(Contender contender, double confidence) {}

  /**
   * @param contenders all hypotheses, likeliest first, at least one
   * @param highestSound the highest labelled score of the window that reached its threshold, or 0
   * @param scores {@code float[labels]}: each label's highest in the window, where a head gives
   *     them
   * @return the caption first; the same words once only, and last what {@linkplain
   *     NamedKinds#repeats repeats itself}
   */
  List<Ranked> rank(List<Contender> contenders, double highestSound, float[] scores) {
    List<Ranked> ranked = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (Contender contender : contenders) {
      if (!byConfidence || texts.add(contender.hypothesis().text())) {
        ranked.add(new Ranked(contender, confidence(contender, highestSound, scores)));
      }
    }
    if (byConfidence) {
      ranked.sort(SUREST);
      ranked = plainFirst(ranked);
    }
    return ranked.subList(0, Math.min(alternatives, ranked.size()));
  }

  /** Looks no further than it takes to fill the alternatives. */
  private List<Ranked> plainFirst(List<Ranked> surestFirst) {
    List<Ranked> plain = new ArrayList<>();
    List<Ranked> repeating = new ArrayList<>();
    for (Ranked one : surestFirst) {
      if (plain.size() == alternatives) {
        break;
      }
      (kinds.repeats(one.contender().hypothesis().text()) ? repeating : plain).add(one);
    }
    plain.addAll(repeating);
    return plain;
  }

  private double confidence(Contender contender, double highestSound, float[] scores) {
    TokenSequence sequence = contender.sequence();
    double mean = sequence.logProbability() / Math.max(1, sequence.generatedLength());
    if (calibrated.isEmpty()) {
      return Math.exp(mean);
    }
    BundleManifest.Confidence weights = calibrated.get();
    Set<String> named = Set.copyOf(kinds.in(contender.hypothesis().text()));
    return weights.of(
        mean,
        contender.agreement().orElse(0),
        highestSound,
        weights.naming() == 0 ? 0 : namingFit(named, scores),
        named.isEmpty());
  }

  /** Log-likelihood of what a caption names and leaves out, by the labelled scores. */
  private double namingFit(Set<String> named, float[] scores) {
    double sum = 0;
    for (int label = 0; label < labels.size(); label++) {
      double score = Math.max(LOWEST_SCORE, Math.min(HIGHEST_SCORE, scores[label]));
      sum += Math.log(named.contains(labels.get(label).name()) ? score : 1 - score);
    }
    return sum;
  }
}
