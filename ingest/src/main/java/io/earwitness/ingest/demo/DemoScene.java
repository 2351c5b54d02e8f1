package io.earwitness.ingest.demo;

import io.earwitness.captioner.audio.AudioFormat;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.ingest.SoundSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An endless scene that never repeats itself: weather, alarms, bells, animals, household sounds and
 * near silence, one channel, all computed. The same seed gives the same scene. What it plays is
 * known to the sample ({@link #groundTruth}). For one thread.
 */
public final class DemoScene implements SoundSource {
  /** The chunk attribute that names what sounds in it. */
  public static final String ATTRIBUTE = "demo.sounds";

  private static final int REMEMBERED_ACTS = 3;

  private final long seed;
  private final AudioFormat format;
  private final Deque<Act> recent = new ArrayDeque<>();
  private long actsPainted;
  private long actFirstSample;
  private int positionInAct;

  public DemoScene(long seed, SampleRate rate) {
    this.seed = seed;
    this.format = new AudioFormat(rate, 1);
    nextAct();
  }

  private void nextAct() {
    if (!recent.isEmpty()) {
      actFirstSample += recent.getLast().samples().length;
    }
    // An odd factor spreads the acts of neighbouring seeds apart.
    long actSeed = seed * 0x9E37_79B9_7F4A_7C15L + actsPainted;
    recent.addLast(Act.paint(actSeed, actFirstSample, format.rate().hertz()));
    if (recent.size() > REMEMBERED_ACTS) {
      recent.removeFirst();
    }
    actsPainted++;
    positionInAct = 0;
  }

  @Override
  public AudioFormat format() {
    return format;
  }

  @Override
  public float[] read(int frames) {
    float[] samples = new float[frames];
    int filled = 0;
    while (filled < frames) {
      float[] act = recent.getLast().samples();
      int count = Math.min(frames - filled, act.length - positionInAct);
      System.arraycopy(act, positionInAct, samples, filled, count);
      filled += count;
      positionInAct += count;
      if (positionInAct == act.length) {
        nextAct();
      }
    }
    return samples;
  }

  /**
   * What sounds between two samples that were read a short while ago.
   *
   * @param firstSample inclusive
   * @param endSample exclusive
   */
  public List<GroundTruth> groundTruth(long firstSample, long endSample) {
    return recent.stream()
        .flatMap(act -> act.sounds().stream())
        .filter(sound -> sound.overlaps(firstSample, endSample))
        .toList();
  }

  @Override
  public Map<String, String> notes(long firstSample, long endSample) {
    String labels =
        groundTruth(firstSample, endSample).stream()
            .map(truth -> truth.sound().label())
            .distinct()
            .collect(Collectors.joining(","));
    return Map.of(ATTRIBUTE, labels);
  }

  @Override
  public void close() {
    recent.clear();
  }
}
