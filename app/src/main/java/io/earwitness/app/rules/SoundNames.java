package io.earwitness.app.rules;

import io.earwitness.settings.Nearest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The kinds of sound that a model names, as people write them: {@code glass breaking} for {@code
 * glass_breaking}.
 *
 * @param labels empty for a model that is not known: every name may be right
 */
record SoundNames(Set<String> labels) {
  SoundNames {
    labels = Set.copyOf(labels);
  }

  /**
   * @throws IllegalArgumentException if the model knows no such sound
   */
  String labelOf(String written) {
    String label = written.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    for (String known : labels) {
      if (known.equals(written) || known.toLowerCase(Locale.ROOT).equals(label)) {
        return known;
      }
    }
    if (labels.isEmpty()) {
      return written;
    }
    throw new IllegalArgumentException(
        "is no sound that the model knows%s; it knows %s"
            .formatted(
                Nearest.to(label, labels.stream())
                    .map(near -> " (did you mean '%s'?)".formatted(near.replace('_', ' ')))
                    .orElse(""),
                String.join(", ", new TreeSet<>(labels)).replace('_', ' ')));
  }
}
