package io.earwitness.benchmarks.model;

import io.earwitness.onnx.bundle.GraphName;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one bundle takes at one batch size.
 *
 * @param steps of the decoder for a batch
 * @param windowMillis from the call to the caption, divided by the windows at once
 * @param stageMillis time in each graph, likewise
 */
public record ModelFigures(
    String bundle,
    String provider,
    int batch,
    double steps,
    double windowMillis,
    Map<GraphName, Double> stageMillis) {
  private static final double HOP_SECONDS = 5;

  static final String HEADER =
      "| bundle | on | batch | steps | ms a window | codec | CLAP | encoder | decoder | text | "
          + "windows/s | live feeds at a hop of 5 s |\n|---|---|---:|---:|---:|---:|---:|---:|---:|"
          + "---:|---:|---:|";

  String row() {
    double windowsPerSecond = 1000 / windowMillis;
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.0f |",
        bundle,
        provider,
        batch,
        steps,
        windowMillis,
        stageMillis.get(GraphName.CODEC),
        stageMillis.get(GraphName.CLAP_AUDIO),
        stageMillis.get(GraphName.ENCODER),
        stageMillis.get(GraphName.DECODER),
        stageMillis.get(GraphName.CLAP_TEXT),
        windowsPerSecond,
        windowsPerSecond * HOP_SECONDS);
  }

  /** A row that says how many times faster than {@code peerMillis} a window it is. */
  public String rowAgainst(double peerMillis) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f |",
        bundle,
        batch,
        steps,
        windowMillis,
        stageMillis.get(GraphName.CODEC),
        stageMillis.get(GraphName.CLAP_AUDIO),
        stageMillis.get(GraphName.ENCODER),
        stageMillis.get(GraphName.DECODER),
        peerMillis / windowMillis);
  }

  /** The middle of the values. */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
