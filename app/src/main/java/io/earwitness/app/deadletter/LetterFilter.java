package io.earwitness.app.deadletter;

import io.earwitness.captioner.event.DeadLetter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which dead letters are meant.
 *
 * @param ids empty for all
 * @param feed empty for all
 * @param reason empty for all
 */
public record LetterFilter(
    Set<String> ids, Optional<String> feed, Optional<DeadLetter.Reason> reason)
    implements Predicate<KeptLetter> {
  public LetterFilter {
    ids = Set.copyOf(ids);
  }

  @Override
  public boolean test(KeptLetter kept) {
    return (ids.isEmpty() || ids.contains(kept.id()))
        && feed.map(wanted -> wanted.equals(kept.letter().feedId())).orElse(true)
        && reason.map(wanted -> wanted == kept.letter().reason()).orElse(true);
  }
}
