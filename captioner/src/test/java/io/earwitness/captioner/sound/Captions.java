package io.earwitness.captioner.sound;

import io.earwitness.captioner.audio.Level;
import io.earwitness.captioner.audio.SampleRate;
import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.DecodeSettings;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.caption.Hypothesis;
import io.earwitness.captioner.caption.ModelIdentity;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.CaptionIds;
import io.earwitness.captioner.window.SourceOffsets;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Captions of made-up windows: 10 s long, every 5 s, of a session that began at a given instant.
 */
public final class Captions {
  public static final SampleRate RATE = new SampleRate(16_000);
  public static final ModelIdentity MODEL = new ModelIdentity("test", "1", "00ff");
  private static final double WINDOW_SECONDS = 10;
  private static final double HOP_SECONDS = 5;

  private final String feedId;
  private final String sessionId;
  private final Instant sessionBegin;

  public Captions(String feedId, String sessionId, Instant sessionBegin) {
    this.feedId = feedId;
    this.sessionId = sessionId;
    this.sessionBegin = sessionBegin;
  }

  /** A sound in seconds from the session's begin. */
  public record Sound(String label, double score, double beginSeconds, double endSeconds) {}

  public static Sound sound(String label, double score, double beginSeconds, double endSeconds) {
    return new Sound(label, score, beginSeconds, endSeconds);
  }

  /** The full windows that cover {@code seconds}, each hearing the sounds that lie inside it. */
  public List<CaptionEvent> over(double seconds, Sound... sounds) {
    List<CaptionEvent> captions = new ArrayList<>();
    for (int index = 0; index * HOP_SECONDS + WINDOW_SECONDS <= seconds; index++) {
      captions.add(window(index, WindowClosing.COMPLETE, List.of(sounds)));
    }
    return captions;
  }

  public CaptionEvent window(int index, WindowClosing closedBy, List<Sound> sounds) {
    return window(index, closedBy, sounds, "something is heard", new float[0], -20);
  }

  public CaptionEvent window(
      int index,
      WindowClosing closedBy,
      List<Sound> sounds,
      String text,
      float[] embedding,
      double rmsDbfs) {
    double begin = index * HOP_SECONDS;
    double end = begin + WINDOW_SECONDS;
    List<HeardSound> heard =
        sounds.stream()
            .filter(sound -> sound.beginSeconds() < end && sound.endSeconds() > begin)
            .map(sound -> cut(sound, begin, end))
            .toList();
    Instant closed = Instant.EPOCH.plusSeconds(1_000_000 + 5L * index);
    Captioning captioning =
        new Captioning(
            List.of(new Hypothesis(text, -1, -0.1)),
            0.9,
            OptionalDouble.empty(),
            heard,
            embedding,
            closed,
            closed,
            1);
    return new CaptionEvent(
        CaptionIds.of(feedId, sessionId, index, MODEL.sha256()),
        feedId,
        sessionId,
        index,
        index,
        samples(begin),
        samples(end),
        RATE,
        sessionBegin.plus(seconds(begin)),
        sessionBegin.plus(seconds(end)),
        captioning,
        new Level(rmsDbfs, rmsDbfs + 10),
        0,
        closedBy,
        MODEL,
        new DecodeSettings(4, 50, 3, 1, true),
        "cpu",
        new SourceOffsets("audio.chunks", 0, 10L * index, 10L * index + 9),
        closed);
  }

  public static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private static HeardSound cut(Sound sound, double begin, double end) {
    return new HeardSound(
        sound.label(),
        sound.score(),
        seconds(Math.max(0, sound.beginSeconds() - begin)),
        seconds(Math.min(end, sound.endSeconds()) - begin));
  }

  private static long samples(double seconds) {
    return RATE.samplesIn(seconds(seconds));
  }
}
