package io.earwitness.ingest.demo;

/**
 * A second-order band-pass filter with 0 dB at its centre (R. Bristow-Johnson, "Cookbook formulae
 * for audio EQ biquad filter coefficients"). Holds state: one for each stretch of noise.
 */
final class BandPass {
  private final double b0;
  private final double a1;
  private final double a2;
  private double x1;
  private double x2;
  private double y1;
  private double y2;

  /**
   * @param quality centre frequency divided by bandwidth
   */
  BandPass(double centreHertz, double quality, int sampleHertz) {
    double omega = 2 * Math.PI * Math.min(centreHertz, sampleHertz * 0.45) / sampleHertz;
    double alpha = Math.sin(omega) / (2 * quality);
    this.b0 = alpha / (1 + alpha);
    this.a1 = -2 * Math.cos(omega) / (1 + alpha);
    this.a2 = (1 - alpha) / (1 + alpha);
  }

  double apply(double x) {
    double y = b0 * (x - x2) - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    return y;
  }
}
