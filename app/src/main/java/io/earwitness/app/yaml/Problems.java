package io.earwitness.app.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with a YAML file, each with its place: {@code rules.yaml:12:9: …}. */
public final class Problems {
  private final String label;
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(int line, int column, String sentence) {}

  public Problems(String label) {
    this.label = label;
  }

  public void add(Node node, String sentence) {
    add(node.getStartMark(), sentence);
  }

  /** Lines and columns count from 1. */
  public void add(Optional<Mark> mark, String sentence) {
    String where =
        mark.map(m -> "%s:%d:%d".formatted(label, m.getLine() + 1, m.getColumn() + 1))
            .orElse(label);
    String closed = "%s: %s%s".formatted(where, sentence, sentence.endsWith("?") ? "" : ".");
    int line = mark.map(Mark::getLine).orElse(0);
    problems.add(new Problem(line, mark.map(Mark::getColumn).orElse(0), closed));
  }

  public int count() {
    return problems.size();
  }

  /**
   * @throws YamlFileException if there is a problem, with all of them in the order of their places
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new YamlFileException(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .map(Problem::sentence)
              .toList());
    }
  }
}
