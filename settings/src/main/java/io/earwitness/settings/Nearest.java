package io.earwitness.settings;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what someone probably meant to write. */
public final class Nearest {
  private Nearest() {}

  /** The candidate fewest edits away, unless more than a third of the word would have to change. */
  public static Optional<String> to(String word, Stream<String> candidates) {
    int farthest = Math.max(2, word.length() / 3);
    return candidates
        .map(candidate -> new Distance(candidate, edits(word, candidate)))
        .filter(distance -> distance.edits <= farthest)
        .min(Comparator.comparingInt(Distance::edits))
        .map(Distance::candidate);
  }

  /** Levenshtein's distance. */
  static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }

  private record Distance(String candidate, int edits) {}
}
