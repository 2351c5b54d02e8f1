package io.earwitness.app.evaluate;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Kinds found against kinds that are there.
 *
 * @param hits found and there
 * @param found found, there or not
 * @param present there, found or not
 */
public record Detection(int hits, int found, int present) {
  static final Detection NONE = new Detection(0, 0, 0);

  Detection plus(Collection<String> named, Collection<String> truth) {
    Set<String> both = new HashSet<>(named);
    both.retainAll(truth);
    return new Detection(
        hits + both.size(), found + Set.copyOf(named).size(), present + Set.copyOf(truth).size());
  }

  double precision() {
    return found == 0 ? Double.NaN : (double) hits / found;
  }

  double recall() {
    return present == 0 ? Double.NaN : (double) hits / present;
  }

  double f1() {
    return found + present == 0 ? Double.NaN : 2.0 * hits / (found + present);
  }
}
