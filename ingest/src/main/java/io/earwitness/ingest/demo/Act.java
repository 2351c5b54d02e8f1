package io.earwitness.ingest.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A stretch of the scene, painted whole: perhaps weather, and before it one or two sounds or none.
 *
 * @param samples {@code float[n]}, −1 to 1
 * @param sounds counted from the scene's begin
 */
record Act(float[] samples, List<GroundTruth> sounds) {
  private static final double SHORTEST_SECONDS = 12;
  private static final double LONGEST_SECONDS = 20;
  private static final double ROOM_NOISE = 0.002;
  private static final List<DemoSound> WEATHER =
      List.of(DemoSound.RAIN, DemoSound.SEA_WAVES, DemoSound.WIND);
  private static final List<DemoSound> FOREGROUND =
      List.of(DemoSound.values()).stream().filter(sound -> !WEATHER.contains(sound)).toList();

  /**
   * Paints an act.
   *
   * @param seed everything that varies follows from it
   * @param firstSample of the act, within the scene
   */
  static Act paint(long seed, long firstSample, int hertz) {
    var random = new SplittableRandom(seed);
    double seconds = random.nextDouble(SHORTEST_SECONDS, LONGEST_SECONDS);
    var painting = new Painting(new Sketch(seconds, hertz), firstSample, new ArrayList<>());
    painting.sketch.noise(
        0, seconds, new BandPass(300, 0.3, hertz), ROOM_NOISE, Sketch.steady(), random);
    if (random.nextInt(5) < 2) {
      painting.place(pick(WEATHER, random), 0, seconds, random.nextDouble(0.3, 0.9), random);
    }
    int sounds = random.nextInt(3);
    double from = 1;
    for (int i = 0; i < sounds; i++) {
      double length = random.nextDouble(3, 5);
      double begin = from + random.nextDouble(0.5, 1.5);
      painting.place(pick(FOREGROUND, random), begin, length, random.nextDouble(0.4, 1), random);
      from = begin + length;
    }
    return new Act(clipped(painting.sketch.samples()), List.copyOf(painting.sounds));
  }

  private static DemoSound pick(List<DemoSound> sounds, RandomGenerator random) {
    return sounds.get(random.nextInt(sounds.size()));
  }

  private static float[] clipped(float[] samples) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.max(-1, Math.min(1, samples[i]));
    }
    return samples;
  }

  private record Painting(Sketch sketch, long firstSample, List<GroundTruth> sounds) {
    void place(DemoSound sound, double begin, double seconds, double gain, RandomGenerator random) {
      Sketch rendered = sound.render(seconds, sketch.hertz(), random);
      sketch.add(rendered, begin, gain);
      long first = firstSample + Math.round(begin * sketch.hertz());
      sounds.add(new GroundTruth(sound, first, first + rendered.samples().length));
    }
  }
}
