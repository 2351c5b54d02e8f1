package io.earwitness.ingest.demo;

import java.util.random.RandomGenerator;

/** Sounds that are made to be heard. */
final class Alarms {
  private Alarms() {}

  /** Three half-second beeps and a pause of 1.5 s: the temporal-three pattern of ISO 8201. */
  static Sketch smokeAlarm(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double pitch = random.nextDouble(2_900, 3_400);
    for (double group = 0; group < seconds; group += 4.0) {
      for (int beep = 0; beep < 3; beep++) {
        double begin = group + beep;
        sketch.tone(begin, 0.5, time -> pitch, 0.5, Sketch.steady());
        sketch.tone(begin, 0.5, time -> 2 * pitch, 0.12, Sketch.steady());
      }
    }
    return sketch;
  }

  /** Wails between two pitches. */
  static Sketch siren(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double low = random.nextDouble(550, 700);
    double high = random.nextDouble(1_200, 1_500);
    double period = random.nextDouble(2.5, 4.5);
    for (int harmonic = 1; harmonic <= 3; harmonic++) {
      int multiple = harmonic;
      sketch.tone(
          0,
          seconds,
          time ->
              multiple * (low + (high - low) * (0.5 - 0.5 * Math.cos(2 * Math.PI * time / period))),
          0.4 / (multiple * multiple),
          Sketch.steady());
    }
    return sketch;
  }

  /** Ding, dong: two struck notes, a major third apart. */
  static Sketch doorbell(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double ding = random.nextDouble(620, 720);
    strike(sketch, 0, ding);
    strike(sketch, 0.7, ding / 1.26);
    return sketch;
  }

  private static void strike(Sketch sketch, double begin, double pitch) {
    double[] partials = {1, 2.0, 3.01, 4.17};
    for (int i = 0; i < partials.length; i++) {
      double partial = partials[i];
      double amplitude = 0.4 / (i + 1);
      sketch.tone(begin, 2, time -> pitch * partial, amplitude, Sketch.decay(0.6 / (i + 1)));
    }
  }

  /** Rings for two seconds of every six, a hammer between two bells. */
  static Sketch telephone(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double bell = random.nextDouble(1_250, 1_500);
    double strikes = random.nextDouble(18, 25);
    for (double ring = 0; ring < seconds; ring += 6) {
      for (double partial : new double[] {1, 1.33, 2.4}) {
        sketch.tone(
            ring,
            2,
            time -> bell * partial,
            0.25 / partial,
            time -> Math.exp(-6 * ((time * strikes) % 1)));
      }
    }
    return sketch;
  }
}
