package io.earwitness.app.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with a file of rules, each with its place: {@code rules.yaml:12:9: …}. */
final class Problems {
  private final Path file;
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(int line, int column, String sentence) {}

  Problems(Path file) {
    this.file = file;
  }

  void add(Node node, String sentence) {
    add(node.getStartMark(), sentence);
  }

  /** Lines and columns count from 1. */
  void add(Optional<Mark> mark, String sentence) {
    String where =
        mark.map(m -> "%s:%d:%d".formatted(file, m.getLine() + 1, m.getColumn() + 1))
            .orElse(file.toString());
    String closed = "%s: %s%s".formatted(where, sentence, sentence.endsWith("?") ? "" : ".");
    int line = mark.map(Mark::getLine).orElse(0);
    problems.add(new Problem(line, mark.map(Mark::getColumn).orElse(0), closed));
  }

  int count() {
    return problems.size();
  }

  /**
   * @throws RulesFileException if there is a problem, with all of them in the order of their places
   */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new RulesFileException(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .map(Problem::sentence)
              .toList());
    }
  }
}
