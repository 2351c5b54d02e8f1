package io.earwitness.app.evaluate;

import io.earwitness.app.CommandException;
import io.earwitness.onnx.text.TextEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts as people write them in rules, each with the kind of sound that it means: how well their
 * embeddings find the clips.
 */
public final class OpenVocabulary {
  private OpenVocabulary() {}

  /** A text and the kind that it means. */
  record Text(String text, String label) {}

  /**
   * @param texts those whose kind is among the clips
   * @param meanAveragePrecision over these texts; {@code NaN} of none
   * @param worst texts with the lowest average precision, lowest first
   */
  public record Result(String list, int texts, double meanAveragePrecision, List<Found> worst) {}

  /** A text and how well it finds the clips of its kind, 0 to 1. */
  public record Found(String text, String label, double averagePrecision) {}

  /** The frozen lists that come along: {@code known-words} and {@code unseen-words}. */
  static List<Text> frozen(String list) {
    Path copy = null;
    try (InputStream table = OpenVocabulary.class.getResourceAsStream(list + ".csv")) {
      copy = Files.createTempFile("earwitness-" + list, ".csv");
      Files.write(copy, table.readAllBytes());
      return read(copy);
    } catch (IOException e) {
      throw new CommandException("The list %s can't be read: %s".formatted(list, e), e);
    } finally {
      if (copy != null) {
        delete(copy);
      }
    }
  }

  /** A table with the columns text and label. */
  static List<Text> read(Path table) {
    if (!Files.isRegularFile(table)) {
      throw new CommandException("There is no table %s".formatted(table));
    }
    List<Text> texts = new ArrayList<>();
    int line = 1;
    for (Map<String, String> row : LabelTable.rows(table)) {
      line++;
      texts.add(
          new Text(
              LabelTable.value(table, line, row, "text"),
              LabelTable.value(table, line, row, "label")));
    }
    return texts;
  }

  static Result examine(
      String list, List<Text> texts, List<Heard> clips, TextEmbedder embedder, int worst) {
    Set<String> present = new HashSet<>();
    clips.forEach(clip -> present.addAll(clip.truth()));
    List<Text> known = texts.stream().filter(text -> present.contains(text.label())).toList();
    if (known.isEmpty()) {
      return new Result(list, 0, Double.NaN, List.of());
    }
    List<float[]> embeddings = embedder.embed(known.stream().map(Text::text).toList());
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      found.add(
          new Found(
              known.get(i).text(),
              known.get(i).label(),
              averagePrecision(embeddings.get(i), known.get(i).label(), clips)));
    }
    double mean = found.stream().mapToDouble(Found::averagePrecision).average().orElse(Double.NaN);
    return new Result(
        list,
        known.size(),
        mean,
        found.stream()
            .sorted(Comparator.comparingDouble(Found::averagePrecision))
            .limit(worst)
            .toList());
  }

  /** Mean precision at each clip of the kind, clips ranked by their cosine with the text. */
  static double averagePrecision(float[] text, String label, List<Heard> clips) {
    List<Heard> ranked =
        clips.stream()
            .sorted(
                Comparator.comparingDouble(
                    (Heard clip) -> -product(text, clip.captioning().embedding())))
            .toList();
    int hits = 0;
    double sum = 0;
    for (int rank = 0; rank < ranked.size(); rank++) {
      if (ranked.get(rank).truth().contains(label)) {
        hits++;
        sum += (double) hits / (rank + 1);
      }
    }
    return hits == 0 ? 0 : sum / hits;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      copy.toFile().deleteOnExit();
    }
  }
}
