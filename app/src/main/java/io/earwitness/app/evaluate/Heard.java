package io.earwitness.app.evaluate;

import io.earwitness.captioner.caption.Captioning;
import io.earwitness.captioner.caption.HeardSound;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the model made of a scene.
 *
 * @param truth the kinds that are heard, in the order in which they begin
 * @param named the kinds that the caption speaks of, in its order
 */
public record Heard(
    String name, Layout layout, List<String> truth, List<String> named, Captioning captioning) {
  public Heard {
    truth = List.copyOf(truth);
    named = List.copyOf(named);
  }

  /** The surest of the labelled sounds. */
  Optional<HeardSound> surest() {
    return captioning.sounds().stream().findFirst();
  }

  Set<String> labels() {
    Set<String> labels = new HashSet<>();
    captioning.sounds().forEach(sound -> labels.add(sound.label()));
    return labels;
  }

  boolean labelledRight() {
    return surest().map(HeardSound::label).equals(truth.stream().findFirst());
  }

  boolean namedRight() {
    return named.containsAll(truth);
  }
}
