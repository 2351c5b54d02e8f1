package io.earwitness.app.page;

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
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Captions for tests: windows of 10 s every 5 s. */
public final class Heard {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final String MODEL = "ab".repeat(32);
  private static final SampleRate RATE = new SampleRate(16_000);

  private Heard() {}

  /** The caption of a feed's window. */
  public static CaptionEvent caption(
      String feed, long window, String text, float[] embedding, String... labels) {
    return caption(NOON, feed, window, text, embedding, labels);
  }

  /** The caption of a window of a feed whose session began at another moment than noon. */
  public static CaptionEvent captionSince(
      Instant sessionBegan, String feed, long window, String text) {
    return caption(sessionBegan, feed, window, text, new float[0]);
  }

  private static CaptionEvent caption(
      Instant sessionBegan,
      String feed,
      long window,
      String text,
      float[] embedding,
      String... labels) {
    Instant begin = sessionBegan.plusSeconds(5 * window);
    Duration length = Duration.ofSeconds(10);
    List<HeardSound> sounds =
        Stream.of(labels)
            .map(label -> new HeardSound(label, 0.9, Duration.ZERO, Duration.ofSeconds(2)))
            .toList();
    Instant closed = begin.plus(length);
    return new CaptionEvent(
        CaptionIds.of(feed, "session", window, MODEL),
        feed,
        "session",
        window,
        window,
        RATE.samplesIn(Duration.ofSeconds(5 * window)),
        RATE.samplesIn(Duration.ofSeconds(5 * window + 10)),
        RATE,
        begin,
        begin.plus(length),
        new Captioning(
            List.of(new Hypothesis(text, -3, -0.5)),
            0.6,
            OptionalDouble.empty(),
            sounds,
            embedding,
            closed,
            closed.plusMillis(300),
            1),
        new Level(-30, -10),
        0,
        WindowClosing.COMPLETE,
        new ModelIdentity("fake", "1", MODEL),
        new DecodeSettings(4, 50, 3, 1.0, true),
        "cpu",
        new SourceOffsets("audio.chunks", 0, 5 * window, 5 * window + 9),
        closed);
  }

  public static CaptionEvent caption(String feed, long window, String text, String... labels) {
    return caption(feed, window, text, new float[0], labels);
  }
}
