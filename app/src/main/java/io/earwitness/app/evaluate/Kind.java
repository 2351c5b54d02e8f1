package io.earwitness.app.evaluate;

import java.util.Map;
import java.util.TreeMap;

/**
 * How one kind of sound fared.
 *
 * @param clips recordings of it
 * @param labelled those whose surest label was right
 * @param named those whose caption named it
 * @param takenFor surest labels of the others
 * @param scenes over scenes, by label
 */
public record Kind(
    int clips, int labelled, int named, Map<String, Integer> takenFor, Detection scenes) {
  public Kind {
    takenFor = Map.copyOf(takenFor);
  }

  static Kind ofClip(Heard clip) {
    Map<String, Integer> takenFor = new TreeMap<>();
    if (!clip.labelledRight()) {
      takenFor.put(clip.surest().map(sound -> sound.label()).orElse("nothing"), 1);
    }
    return new Kind(
        1, clip.labelledRight() ? 1 : 0, clip.namedRight() ? 1 : 0, takenFor, Detection.NONE);
  }

  static Kind ofScene(Heard scene, String label) {
    boolean found = scene.labels().contains(label);
    boolean present = scene.truth().contains(label);
    return new Kind(
        0, 0, 0, Map.of(), new Detection(found && present ? 1 : 0, found ? 1 : 0, present ? 1 : 0));
  }

  Kind plus(Kind other) {
    Map<String, Integer> both = new TreeMap<>(takenFor);
    other.takenFor.forEach((label, count) -> both.merge(label, count, Integer::sum));
    return new Kind(
        clips + other.clips,
        labelled + other.labelled,
        named + other.named,
        both,
        new Detection(
            scenes.hits() + other.scenes.hits(),
            scenes.found() + other.scenes.found(),
            scenes.present() + other.scenes.present()));
  }
}
