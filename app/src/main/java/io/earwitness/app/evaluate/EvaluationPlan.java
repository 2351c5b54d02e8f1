package io.earwitness.app.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an evaluation listens to.
 *
 * @param data a folder with a {@code labels.csv}, or such a table
 * @param fold only recordings of this fold, or all
 * @param scenes scenes of each layout to mix
 * @param seed of all that is drawn
 * @param quiet folders of recordings in which no event may be raised, each named after the one kind
 *     that may be told of, or after what it carries
 * @param unfamiliar folders of recordings of kinds that the model does not know
 * @param texts a table of rule texts in place of the frozen lists
 */
public record EvaluationPlan(
    Path data,
    Optional<Integer> fold,
    int scenes,
    long seed,
    List<Path> quiet,
    List<Path> unfamiliar,
    Optional<Path> texts) {
  public EvaluationPlan {
    quiet = List.copyOf(quiet);
    unfamiliar = List.copyOf(unfamiliar);
  }
}
