package io.earwitness.captioner.sound;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.sound.Captions.Sound;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What the windows of a session hear, at random; they need not agree on what they share. */
public final class RandomWindows {
  private RandomWindows() {}

  /** For each window the sounds "a" and "b" with times in its own seconds, on half seconds. */
  public static Arbitrary<List<List<Sound>>> ofOneSession() {
    Arbitrary<Sound> sound =
        Combinators.combine(
                Arbitraries.of("a", "b"),
                Arbitraries.of(0.3, 0.4, 0.5, 0.6, 0.9),
                Arbitraries.integers().between(0, 19),
                Arbitraries.integers().between(1, 8))
            .as(
                (label, score, begin, length) ->
                    new Sound(label, score, begin / 2.0, Math.min(20, begin + length) / 2.0));
    return sound.list().ofMaxSize(4).list().ofMaxSize(12);
  }

  /** The captions of such windows. */
  public static List<CaptionEvent> captions(List<List<Sound>> windows, Instant sessionBegin) {
    Captions feed = new Captions("feed", "session", sessionBegin);
    List<CaptionEvent> captions = new ArrayList<>();
    for (int index = 0; index < windows.size(); index++) {
      double begin = 5.0 * index;
      List<Sound> sounds =
          windows.get(index).stream()
              .map(
                  s ->
                      new Sound(
                          s.label(), s.score(), begin + s.beginSeconds(), begin + s.endSeconds()))
              .toList();
      captions.add(feed.window(index, WindowClosing.COMPLETE, sounds));
    }
    return captions;
  }
}
