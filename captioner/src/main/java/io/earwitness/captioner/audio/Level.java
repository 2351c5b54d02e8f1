package io.earwitness.captioner.audio;

/**
 * How loud a stretch of sound is, relative to full scale. Silence is {@link #FLOOR_DBFS}.
 *
 * @param rmsDbfs root mean square in dBFS, a full-scale square wave being 0
 * @param peakDbfs largest magnitude in dBFS
 */
public record Level(double rmsDbfs, double peakDbfs) {
  public static final double FLOOR_DBFS = -120.0;

  /** Measures {@code samples}. An empty array is silence. */
  public static Level of(float[] samples) {
    double sumOfSquares = 0;
    float peak = 0;
    for (float sample : samples) {
      sumOfSquares += (double) sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    double rms = samples.length == 0 ? 0 : Math.sqrt(sumOfSquares / samples.length);
    return new Level(dbfs(rms), dbfs(peak));
  }

  private static double dbfs(double amplitude) {
    return amplitude == 0 ? FLOOR_DBFS : Math.max(FLOOR_DBFS, 20 * Math.log10(amplitude));
  }
}
