package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.SampleRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Mixes scenes of window length from recordings. The same recordings and seed give the same scenes,
 * on any machine: {@link Random} is specified to the bit. For one thread.
 */
final class SceneMixer {
  private static final double QUIETEST_DB = -12;
  private static final double LOWEST_LEVEL_DB = -20;

  private final Map<String, List<Recording>> byLabel = new TreeMap<>();
  private final SampleRate rate;
  private final int windowSamples;
  private final Random random;

  SceneMixer(List<Recording> recordings, SampleRate rate, int windowSamples, long seed) {
    recordings.stream()
        .sorted(Comparator.comparing(recording -> recording.source().name()))
        .forEach(
            recording ->
                byLabel
                    .computeIfAbsent(recording.source().label(), label -> new ArrayList<>())
                    .add(recording));
    this.rate = rate;
    this.windowSamples = windowSamples;
    this.random = new Random(seed);
  }

  /** Whether there are two kinds to mix. */
  boolean canMix() {
    return byLabel.size() > 1;
  }

  /** Two sounds of different kinds, the quieter one up to 12 dB under the other. */
  Scene mix(Layout layout) {
    List<String> labels = new ArrayList<>(byLabel.keySet());
    String one = labels.remove(random.nextInt(labels.size()));
    String other = labels.get(random.nextInt(labels.size()));
    boolean sequence = layout == Layout.SEQUENCE;
    int cut = (int) (windowSamples * (0.5 + 0.2 * (random.nextDouble() - 0.5)));
    float[] samples = new float[windowSamples];
    double level = decibel(LOWEST_LEVEL_DB * random.nextDouble());
    boolean firstIsLouder = random.nextBoolean();
    double quieter = decibel(QUIETEST_DB * random.nextDouble());
    Placed first =
        place(
            one, samples, 0, sequence ? cut : windowSamples, level * (firstIsLouder ? 1 : quieter));
    Placed second =
        place(
            other,
            samples,
            sequence ? cut : 0,
            windowSamples,
            level * (firstIsLouder ? quieter : 1));
    boolean inOrder = first.begin() <= second.begin();
    return new Scene(
        first.name() + " + " + second.name(),
        layout,
        inOrder ? List.of(one, other) : List.of(other, one),
        samples);
  }

  /** Silence, mains hum or steady noise. */
  Scene empty() {
    float[] samples = new float[windowSamples];
    String[] names = {"silence", "hum", "noise"};
    String name = names[random.nextInt(names.length)];
    double level = decibel(-50 + 36 * random.nextDouble());
    if (name.equals("hum")) {
      Backdrops.hum(samples, rate, level, random);
    } else if (name.equals("noise")) {
      Backdrops.noise(samples, level, random);
    }
    return new Scene(name, Layout.EMPTY, List.of(), samples);
  }

  private record Placed(String name, int begin) {}

  /** Adds a recording of the kind to the samples, cut where it is too long for its room. */
  private Placed place(String label, float[] samples, int from, int to, double gain) {
    List<Recording> candidates = byLabel.get(label);
    Recording recording = candidates.get(random.nextInt(candidates.size()));
    float[] sound = Trim.sound(recording.samples(), rate);
    int length = Math.min(sound.length, to - from);
    int skipped = random.nextInt(sound.length - length + 1);
    int begin = from + random.nextInt(to - from - length + 1);
    for (int i = 0; i < length; i++) {
      samples[begin + i] += (float) (gain * sound[skipped + i]);
    }
    return new Placed(recording.source().name(), begin);
  }

  private static double decibel(double db) {
    return Math.pow(10, db / 20);
  }
}
