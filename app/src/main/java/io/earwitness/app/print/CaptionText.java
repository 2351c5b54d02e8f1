package io.earwitness.app.print;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import java.util.List;
import java.util.stream.Collectors;

/** A caption as a person reads it. */
final class CaptionText {
  private CaptionText() {}

  /** The caption, how sure the model is of it, and which sounds it recognised. */
  static String of(Captioning captioning) {
    String sure = "%3.0f %%".formatted(100 * captioning.confidence());
    String sounds = sounds(captioning.sounds());
    return "%s  %s%s".formatted(sure, captioning.text(), sounds.isEmpty() ? "" : "  " + sounds);
  }

  private static String sounds(List<HeardSound> sounds) {
    return sounds.isEmpty()
        ? ""
        : sounds.stream()
            .collect(
                Collectors.toMap(
                    HeardSound::label, HeardSound::score, Math::max, java.util.LinkedHashMap::new))
            .entrySet()
            .stream()
            .map(e -> "%s %.2f".formatted(e.getKey().replace('_', ' '), e.getValue()))
            .collect(Collectors.joining(", ", "[", "]"));
  }
}
