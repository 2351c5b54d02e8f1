package io.earwitness.app.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation as lines for people. */
public final class EvaluationText {
  private final Evaluation evaluation;
  private final List<String> lines = new ArrayList<>();

  private EvaluationText(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** One line after another, without line ends. */
  public static List<String> lines(Evaluation evaluation) {
    EvaluationText text = new EvaluationText(evaluation);
    text.clips();
    text.scenes();
    text.empty();
    text.unfamiliar();
    text.kinds();
    text.calibration("Label scores (clips)", evaluation.labelCalibration());
    text.calibration("Caption confidence (all)", evaluation.captionCalibration());
    text.falseEvents();
    text.openVocabulary();
    text.speed();
    return List.copyOf(text.lines);
  }

  private void clips() {
    heading("Single clips", evaluation.clips().size());
    share("right by the surest label", evaluation.clipsLabelledRight());
    share("named in the caption", evaluation.clipsNamed());
    share("… and nothing else named", evaluation.clipsNamedAndNothingElse());
  }

  private void scenes() {
    if (evaluation.scenes().isEmpty()) {
      return;
    }
    heading("Scenes of two sounds, half together, half in sequence", evaluation.scenes().size());
    detection("by label", evaluation.sceneLabels());
    detection("by caption", evaluation.sceneCaptions());
    share("both named in the caption", evaluation.bothNamed());
    share("order right, of sequences with both named", evaluation.orderRight());
  }

  private void empty() {
    heading("Silence, hum and noise", evaluation.empty().size());
    share("captioned with a sound", evaluation.emptyNamed());
    share("with a labelled sound", evaluation.emptyLabelled());
  }

  private void unfamiliar() {
    if (evaluation.unfamiliar().isEmpty()) {
      return;
    }
    heading("Sounds of other kinds", evaluation.unfamiliar().size());
    share("captioned with a known kind", evaluation.unfamiliarNamed());
    share("… with a confidence of a half or more", evaluation.unfamiliarNamedSurely());
    share("with a labelled sound", evaluation.unfamiliarLabelled());
    add(
        "  %-44s %s",
        "area under ROC, clips against these", number(evaluation.unfamiliarRocArea()));
  }

  private void kinds() {
    heading("Kinds of sound", evaluation.kinds().size());
    add(
        "%-24s %6s %9s %6s %7s %7s %7s  %s",
        "", "clips", "labelled", "named", "scene P", "R", "F1", "taken for");
    evaluation.kinds().forEach(this::kind);
  }

  private void kind(String label, Kind kind) {
    String others =
        kind.takenFor().entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(2)
            .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()))
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    add(
        "%-24s %6d %9d %6d %7s %7s %7s  %s",
        label,
        kind.clips(),
        kind.labelled(),
        kind.named(),
        number(kind.scenes().precision()),
        number(kind.scenes().recall()),
        number(kind.scenes().f1()),
        others);
  }

  private void calibration(String title, Calibration calibration) {
    add("");
    add(
        "%s: expected calibration error %s, area under ROC %s",
        title, number(calibration.error()), number(calibration.rocArea()));
    add("  %-10s %6s %6s %6s", "confidence", "count", "said", "right");
    for (Calibration.Bin bin : calibration.bins()) {
      add(
          "  %-10s %6d %6s %6s",
          "%.1f–%.1f".formatted(bin.low(), bin.low() + 0.1),
          bin.count(),
          number(bin.confidence()),
          number(bin.right()));
    }
  }

  private void falseEvents() {
    add("");
    add("False sound events on feeds where nothing of the kind happens");
    for (FalseEvents feed : evaluation.falseEvents()) {
      add(
          "  %-14s %5.2f h: %3d, %7.1f an hour  %s",
          feed.feed(),
          feed.hours(),
          feed.count(),
          feed.perHour(),
          feed.byLabel().isEmpty() ? "" : new java.util.TreeMap<>(feed.byLabel()));
    }
  }

  private void openVocabulary() {
    for (OpenVocabulary.Result result : evaluation.openVocabulary()) {
      add("");
      add(
          "Rule texts, %s: mean average precision %s over %d texts",
          result.list(), number(result.meanAveragePrecision()), result.texts());
      for (OpenVocabulary.Found found : result.worst()) {
        add("  %s  %s (%s)", number(found.averagePrecision()), found.text(), found.label());
      }
    }
  }

  private void speed() {
    Speed speed = evaluation.speed();
    add("");
    add(
        "Speed: %d windows in %.1f s on %d threads: %.1f windows a second, %.0f feeds a core",
        speed.windows(),
        speed.took().toMillis() / 1000.0,
        speed.threads(),
        speed.windowsPerSecond(),
        speed.feedsPerCore());
  }

  private void heading(String title, int count) {
    if (!lines.isEmpty()) {
      add("");
    }
    add("%s: %d", title, count);
  }

  private void share(String title, Share share) {
    add(
        "  %-44s %s (%s–%s)",
        title, number(share.value()), number(share.low()), number(share.high()));
  }

  private void detection(String title, Detection detection) {
    add(
        "  %-44s F1 %s, precision %s, recall %s",
        title, number(detection.f1()), number(detection.precision()), number(detection.recall()));
  }

  private void add(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values).stripTrailing());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }
}
