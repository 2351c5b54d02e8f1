package io.earwitness.ingest.demo;

import java.util.random.RandomGenerator;

/** Sounds of animals, as far as sines and noise can say them. */
final class Creatures {
  private Creatures() {}

  /** Barks in twos and threes: harmonics under a falling pitch, with a breath of noise. */
  static Sketch dogBark(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double voice = random.nextDouble(350, 600);
    double begin = 0;
    while (begin < seconds - 0.3) {
      bark(sketch, begin, voice * random.nextDouble(0.9, 1.1), random);
      boolean pause = random.nextInt(3) == 0;
      begin += pause ? random.nextDouble(0.8, 1.5) : random.nextDouble(0.28, 0.45);
    }
    return sketch;
  }

  private static void bark(Sketch sketch, double begin, double pitch, RandomGenerator random) {
    double length = random.nextDouble(0.14, 0.22);
    for (int harmonic = 1; harmonic <= 7; harmonic++) {
      int multiple = harmonic;
      // A dog's throat rings loudest around the third harmonic.
      double amplitude = 0.3 / (1 + Math.abs(multiple - 3));
      sketch.tone(
          begin,
          length,
          time -> multiple * pitch * (1.15 - 1.8 * time),
          amplitude,
          time -> Math.sin(Math.PI * time / length));
    }
    sketch.noise(
        begin,
        length,
        new BandPass(1_400, 0.8, sketch.hertz()),
        0.35,
        time -> Math.sin(Math.PI * time / length),
        random);
  }

  /** Chirps: short sweeps in little phrases. */
  static Sketch birds(double seconds, int hertz, RandomGenerator random) {
    Sketch sketch = new Sketch(seconds, hertz);
    double begin = 0;
    while (begin < seconds - 1) {
      double pitch = random.nextDouble(2_800, 4_800);
      double sweep = random.nextDouble(-9_000, 9_000);
      int chirps = random.nextInt(2, 6);
      for (int chirp = 0; chirp < chirps; chirp++) {
        double length = 0.07;
        sketch.tone(
            begin,
            length,
            time -> pitch + sweep * time,
            0.3,
            time -> Math.sin(Math.PI * time / length));
        begin += random.nextDouble(0.1, 0.16);
      }
      begin += random.nextDouble(0.4, 1.2);
    }
    return sketch;
  }
}
