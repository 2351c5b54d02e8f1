package io.earwitness.ingest.demo;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/** Sounds that fill the air. */
final class Weather {
  private Weather() {}

  /** A hiss, and drops that fall near by. */
  static Sketch rain(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double force = random.nextDouble(0.5, 1.2);
    sketch.noise(
        0, seconds, new BandPass(5_000, 0.4, hertz), 0.12 * force, Sketch.steady(), random);
    sketch.noise(0, seconds, new BandPass(900, 0.5, hertz), 0.05 * force, Sketch.steady(), random);
    int drops = (int) (seconds * 40 * force);
    for (int drop = 0; drop < drops; drop++) {
      sketch.noise(
          random.nextDouble(seconds),
          0.03,
          new BandPass(random.nextDouble(2_000, 7_000), 3, hertz),
          random.nextDouble(0.05, 0.4),
          Sketch.decay(0.004),
          random);
    }
    return sketch;
  }

  /** Waves that swell, break and draw back. */
  static Sketch seaWaves(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double period = random.nextDouble(5, 8);
    DoubleUnaryOperator swell =
        time -> 0.15 + Math.pow(0.5 - 0.5 * Math.cos(2 * Math.PI * time / period), 2);
    sketch.noise(0, seconds, new BandPass(500, 0.4, hertz), 0.25, swell, random);
    sketch.noise(
        0,
        seconds,
        new BandPass(3_000, 0.4, hertz),
        0.15,
        time -> swell.applyAsDouble(Math.max(0, time - 0.6)),
        random);
    return sketch;
  }

  /** A low rush that comes in gusts. */
  static Sketch wind(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double slow = random.nextDouble(0.08, 0.15);
    double quick = random.nextDouble(0.3, 0.6);
    DoubleUnaryOperator gusts =
        time ->
            0.55
                + 0.3 * Math.sin(2 * Math.PI * slow * time)
                + 0.15 * Math.sin(2 * Math.PI * quick * time);
    sketch.noise(0, seconds, new BandPass(250, 0.7, hertz), 0.35, gusts, random);
    sketch.noise(0, seconds, new BandPass(700, 4, hertz), 0.12, gusts, random);
    return sketch;
  }
}
