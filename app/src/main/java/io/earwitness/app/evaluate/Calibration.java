package io.earwitness.app.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a stated confidence can be taken at its word.
 *
 * @param error expected calibration error: mean gap between the confidence said and the share that
 *     was right, over ten bins of equal width
 * @param rocArea chance that something right is surer than something wrong; {@code NaN} where all
 *     is right or all is wrong
 * @param bins those that hold anything, by rising confidence
 */
public record Calibration(double error, double rocArea, List<Bin> bins) {
  private static final int BINS = 10;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /** A confidence from 0 to 1, and whether what it was said of was right. */
  public record Claim(double confidence, boolean right) {}

  /**
   * @param low inclusive
   * @param confidence mean within the bin
   * @param right share within the bin
   */
  public record Bin(double low, int count, double confidence, double right) {}

  static Calibration of(List<Claim> claims) {
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int index = 0; index < BINS; index++) {
      int bin = index;
      List<Claim> own =
          claims.stream()
              .filter(claim -> Math.min((int) (claim.confidence() * BINS), BINS - 1) == bin)
              .toList();
      if (!own.isEmpty()) {
        double said = own.stream().mapToDouble(Claim::confidence).average().orElseThrow();
        double right = (double) own.stream().filter(Claim::right).count() / own.size();
        bins.add(new Bin((double) bin / BINS, own.size(), said, right));
        error += own.size() * Math.abs(said - right) / claims.size();
      }
    }
    return new Calibration(claims.isEmpty() ? Double.NaN : error, rocArea(claims), bins);
  }

  private static double rocArea(List<Claim> claims) {
    List<Claim> right = claims.stream().filter(Claim::right).toList();
    List<Claim> wrong = claims.stream().filter(claim -> !claim.right()).toList();
    if (right.isEmpty() || wrong.isEmpty()) {
      return Double.NaN;
    }
    double won = 0;
    for (Claim good : right) {
      for (Claim bad : wrong) {
        int order = Double.compare(good.confidence(), bad.confidence());
        won += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
    }
    return won / right.size() / wrong.size();
  }
}
