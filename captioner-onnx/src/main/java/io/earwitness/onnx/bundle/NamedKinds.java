package io.earwitness.onnx.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the kinds of sound that a caption speaks of. Safe for use by several threads. */
public final class NamedKinds {
  /** Words that begin with so many equal letters are forms of one word. */
  private static final int LIKE_LETTERS = 3;

  private final Map<String, Pattern> patterns = new LinkedHashMap<>();

  /** By the bundle's own expressions; a kind without one is found by its label's words. */
  public NamedKinds(List<BundleManifest.Label> labels) {
    for (BundleManifest.Label label : labels) {
      String words = label.name().replace('_', ' ').replace('-', ' ');
      patterns.put(
          label.name(),
          Pattern.compile(label.named().orElse("\\b" + Pattern.quote(words) + "\\b")));
    }
  }

  /**
   * Whether a caption names a kind twice in like words, as in "a dog barks while a dog is barking".
   * Other words for it are no repetition: "someone shaves with a razor".
   */
  public boolean repeats(String caption) {
    String text = caption.toLowerCase(Locale.ROOT);
    return patterns.values().stream().anyMatch(pattern -> repeats(pattern.matcher(text)));
  }

  private static boolean repeats(Matcher matcher) {
    Set<String> begun = new HashSet<>();
    while (matcher.find()) {
      String match = matcher.group();
      if (!begun.add(match.substring(0, Math.min(LIKE_LETTERS, match.length())))) {
        return true;
      }
    }
    return false;
  }

  /** Labels in the order in which the caption first speaks of each. */
  public List<String> in(String caption) {
    record Found(int at, String label) {}
    String text = caption.toLowerCase(Locale.ROOT);
    List<Found> found = new ArrayList<>();
    patterns.forEach(
        (label, pattern) -> {
          Matcher matcher = pattern.matcher(text);
          if (matcher.find()) {
            found.add(new Found(matcher.start(), label));
          }
        });
    return found.stream()
        .sorted(Comparator.comparingInt(Found::at).thenComparing(Found::label))
        .map(Found::label)
        .toList();
  }
}
