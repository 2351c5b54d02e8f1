package io.earwitness.captioner.rule;

import java.util.Optional;
import java.util.Set;

/**
 * What a rule may ask of the model that captions.
 *
 * @param labels the kinds of sound that it names; empty where they are not known
 * @param hasTextTower whether it can compare sounds with plain texts
 */
public record ModelKnowledge(Optional<Set<String>> labels, boolean hasTextTower) {
  /** Of a model that may know everything: finds only what keeps a rule from working with any. */
  public static final ModelKnowledge UNKNOWN = new ModelKnowledge(Optional.empty(), true);

  public ModelKnowledge {
    labels = labels.map(Set::copyOf);
  }

  /** Of a model that names these kinds of sound. */
  public static ModelKnowledge of(Set<String> labels, boolean hasTextTower) {
    return new ModelKnowledge(Optional.of(labels), hasTextTower);
  }
}
