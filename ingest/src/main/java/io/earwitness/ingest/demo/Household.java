package io.earwitness.ingest.demo;

import java.util.random.RandomGenerator;

/** Sounds of things that are struck. */
final class Household {
  private Household() {}

  /** Knuckles on a door, in groups. */
  static Sketch knocking(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double wood = random.nextDouble(140, 240);
    for (double begin = 0; begin < seconds - 1; begin += random.nextDouble(2, 3)) {
      int knocks = random.nextInt(3, 6);
      for (int knock = 0; knock < knocks; knock++) {
        double at = begin + knock * random.nextDouble(0.2, 0.26);
        sketch.tone(at, 0.15, time -> wood, 0.5, Sketch.decay(0.03));
        click(sketch, at, 900, 0.5, 0.012, random);
      }
    }
    return sketch;
  }

  /** Tick, tock, once or twice a second. */
  static Sketch clockTick(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double period = random.nextBoolean() ? 0.5 : 1.0;
    double ring = random.nextDouble(2_000, 3_500);
    boolean tick = true;
    for (double at = 0; at < seconds; at += period) {
      click(sketch, at, tick ? ring : ring * 0.8, 0.8, 0.006, random);
      tick = !tick;
    }
    return sketch;
  }

  /** Keys in bursts, each a press and a softer release. */
  static Sketch typing(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double at = 0;
    while (at < seconds - 0.2) {
      click(sketch, at, random.nextDouble(2_500, 4_500), 0.5, 0.008, random);
      click(sketch, at + 0.07, random.nextDouble(3_000, 5_000), 0.2, 0.006, random);
      at += random.nextInt(8) == 0 ? random.nextDouble(0.4, 0.9) : random.nextDouble(0.09, 0.2);
    }
    return sketch;
  }

  private static void click(
      Sketch sketch,
      double at,
      double centreHertz,
      double amplitude,
      double decaySeconds,
      RandomGenerator random) {
    sketch.noise(
        at,
        10 * decaySeconds,
        new BandPass(centreHertz, 2, sketch.hertz()),
        2 * amplitude,
        Sketch.decay(decaySeconds),
        random);
  }
}
