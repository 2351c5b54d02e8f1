package io.earwitness.benchmarks.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of which is known what is heard on it.
 *
 * @param fold as {@code labels.csv} has it; empty where it has none
 */
record LabelledClip(Path file, String label, String fold) {

  /**
   * Reads the {@code labels.csv} of a folder: a heading that names at least {@code path} and {@code
   * label}, then a line a clip. Fields hold no commas.
   *
   * @param fold to take; empty for all
   */
  static List<LabelledClip> readAll(Path folder, String fold) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("labels.csv"));
    List<String> heading = List.of(lines.get(0).split(",", -1));
    int path = heading.indexOf("path");
    int label = heading.indexOf("label");
    int foldAt = heading.indexOf("fold");
    if (path < 0 || label < 0) {
      throw new IOException(folder.resolve("labels.csv") + " has no columns path and label");
    }
    List<LabelledClip> clips = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      String of = foldAt < 0 ? "" : fields[foldAt];
      if (fold.isEmpty() || of.equals(fold)) {
        clips.add(new LabelledClip(folder.resolve(fields[path]), fields[label], of));
      }
    }
    return clips;
  }
}
