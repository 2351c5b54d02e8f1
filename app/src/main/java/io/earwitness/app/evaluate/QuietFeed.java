package io.earwitness.app.evaluate;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.CaptionerInfo;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.sound.FeedSounds;
import io.earwitness.captioner.sound.SoundEvent;
import io.earwitness.captioner.sound.SoundEventSettings;
import io.earwitness.captioner.sound.SoundTracker;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A feed on which nothing but one kind of sound is heard: what else the sound events of a real feed
 * would tell of is false. Windows and events come about as on a live feed.
 */
final class QuietFeed {
  private static final String SESSION = "evaluation";

  private final String name;
  private final SampleRate rate;
  private final List<float[]> windows;
  private final int hopSamples;

  /**
   * @param name the one kind that may be told of, or what the feed carries
   * @param samples {@code float[n]} at the model's rate
   */
  QuietFeed(String name, SampleRate rate, float[] samples, int windowSamples) {
    this.name = name;
    this.rate = rate;
    this.hopSamples = windowSamples / 2;
    this.windows = new ArrayList<>();
    for (int first = 0; first + windowSamples <= samples.length; first += hopSamples) {
      windows.add(Arrays.copyOfRange(samples, first, first + windowSamples));
    }
    if (windows.isEmpty()) {
      windows.add(Arrays.copyOf(samples, Math.min(samples.length, windowSamples)));
    }
  }

  /** Counts the events with the settings that the topology has by default. */
  FalseEvents listen(Examiner examiner, CaptionerInfo info) {
    SoundTracker tracker = new SoundTracker(SoundEventSettings.DEFAULT);
    FeedSounds state = FeedSounds.NONE;
    Map<String, Integer> started = new TreeMap<>();
    List<Captioning> captionings = examiner.captions(windows);
    for (int index = 0; index < captionings.size(); index++) {
      CaptionEvent event = event(index, captionings.get(index), info);
      SoundTracker.Step step = tracker.accept(state, event, event.end());
      state = step.state();
      for (SoundEvent change : step.changes()) {
        if (change.phase() == SoundEvent.Phase.STARTED && !change.label().equals(name)) {
          started.merge(change.label(), 1, Integer::sum);
        }
      }
    }
    double samples = (double) (windows.size() - 1) * hopSamples + windows.get(0).length;
    return new FalseEvents(name, samples / rate.hertz() / 3600, started);
  }

  private CaptionEvent event(int index, Captioning captioning, CaptionerInfo info) {
    long first = (long) index * hopSamples;
    long end = first + windows.get(index).length;
    Instant begin = Instant.EPOCH.plus(rate.durationOf(first));
    Instant ended = Instant.EPOCH.plus(rate.durationOf(end));
    return new CaptionEvent(
        name + " " + index,
        name,
        SESSION,
        index,
        index,
        first,
        end,
        rate,
        begin,
        ended,
        captioning,
        Level.of(windows.get(index)),
        0,
        WindowClosing.COMPLETE,
        info.model(),
        info.decodeSettings(),
        info.executionProvider(),
        SourceOffsets.NONE,
        ended);
  }
}
