package io.earwitness.app.evaluate;

import java.util.Arrays;
import java.util.Collection;
import java.util.Random;
import java.util.function.Predicate;

/**
 * How many of a number hold.
 *
 * @param value {@code NaN} of nothing
 * @param low of a 95 % bootstrap interval
 * @param high of a 95 % bootstrap interval
 */
public record Share(int hits, int total, double value, double low, double high) {
  private static final int ROUNDS = 2000;

  static <T> Share of(Collection<T> things, Predicate<T> holds) {
    return of((int) things.stream().filter(holds).count(), things.size());
  }

  static Share of(int hits, int total) {
    if (total == 0) {
      return new Share(0, 0, Double.NaN, Double.NaN, Double.NaN);
    }
    Random random = new Random(0);
    double value = (double) hits / total;
    double[] means = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      int drawn = 0;
      for (int i = 0; i < total; i++) {
        drawn += random.nextDouble() < value ? 1 : 0;
      }
      means[round] = (double) drawn / total;
    }
    Arrays.sort(means);
    return new Share(
        hits, total, value, means[(int) (0.025 * ROUNDS)], means[(int) (0.975 * ROUNDS)]);
  }
}
