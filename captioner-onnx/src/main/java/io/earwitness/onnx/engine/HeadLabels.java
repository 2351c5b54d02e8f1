package io.earwitness.onnx.engine;

import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.onnx.bundle.BundleManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sounds from the audio tower's own label head: one span for each run of frames at the threshold.
 */
final class HeadLabels implements SoundLabels {
  private final BundleManifest.Labels labels;

  HeadLabels(BundleManifest.Labels labels) {
    this.labels = labels;
  }

  @Override
  public List<List<HeardSound>> find(
      AudioFeatures features, float[][] embeddings, List<Duration> lengths) {
    float[][][] scores = features.labelScores();
    List<List<HeardSound>> found = new ArrayList<>();
    for (int clip = 0; clip < scores.length; clip++) {
      found.add(spans(scores[clip], lengths.get(clip)));
    }
    return found;
  }

  /**
   * @param scores {@code float[labelFrames][labels]}
   */
  List<HeardSound> spans(float[][] scores, Duration length) {
    List<HeardSound> sounds = new ArrayList<>();
    for (int label = 0; label < labels.items().size(); label++) {
      addSpans(scores, label, length, sounds);
    }
    sounds.sort(Comparator.comparingDouble(HeardSound::score).reversed());
    return sounds;
  }

  private void addSpans(float[][] scores, int label, Duration length, List<HeardSound> sounds) {
    BundleManifest.Label kind = labels.items().get(label);
    int frames = framesWithin(scores.length, length);
    int first = 0;
    double highest = 0;
    for (int frame = 0; frame <= frames; frame++) {
      if (frame < frames && scores[frame][label] >= kind.threshold()) {
        highest = Math.max(highest, scores[frame][label]);
        continue;
      }
      if (frame > first) {
        Duration end = frame < frames ? startOf(frame) : min(startOf(frame), length);
        sounds.add(new HeardSound(kind.name(), highest, startOf(first), end));
      }
      first = frame + 1;
      highest = 0;
    }
  }

  /** Frames that begin inside the window: the rest lies in its padding. */
  private int framesWithin(int frames, Duration length) {
    int within = frames;
    while (within > 0 && startOf(within - 1).compareTo(length) >= 0) {
      within--;
    }
    return within;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private Duration startOf(int frame) {
    return Duration.ofNanos(Math.round(frame * 1e9 / labels.framesPerSecond()));
  }
}
