package io.earwitness.captioner.alert;

import io.earwitness.captioner.rule.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which occurrences belong together, and when they are enough. */
final class Occurrences {
  private Occurrences() {}

  /** Sorts by begin, and merges what a gap of at most this parts. */
  static List<Occurrence> merged(List<Occurrence> occurrences, Duration maximumGap) {
    List<Occurrence> sorted = new ArrayList<>(occurrences);
    sorted.sort(Comparator.comparing(Occurrence::begin));
    List<Occurrence> result = new ArrayList<>();
    for (Occurrence next : sorted) {
      Occurrence last = result.isEmpty() ? null : result.get(result.size() - 1);
      if (last != null && last.isNear(next, maximumGap)) {
        result.set(result.size() - 1, last.and(next));
      } else {
        result.add(next);
      }
    }
    return result;
  }

  /** The earliest occurrences that are enough for a rule to fire; empty if none are. */
  static List<Occurrence> enough(List<Occurrence> sorted, Amount amount) {
    List<Occurrence> counting = sorted.stream().filter(o -> lastsEnough(o, amount)).toList();
    for (int first = 0; first + amount.times() <= counting.size(); first++) {
      int end = first + amount.times();
      Instant latest = counting.get(first).begin().plus(amount.within());
      if (!counting.get(end - 1).begin().isAfter(latest)) {
        return counting.subList(first, end);
      }
    }
    return List.of();
  }

  /** What is left of {@code sorted} once no window can begin before {@code horizon}. */
  static List<Occurrence> stillCounting(
      List<Occurrence> sorted, Amount amount, Duration maximumGap, Instant horizon) {
    return sorted.stream()
        .filter(
            occurrence -> {
              boolean complete = !occurrence.end().plus(maximumGap).isAfter(horizon);
              boolean tooLongAgo = occurrence.begin().plus(amount.within()).isBefore(horizon);
              return !complete || (lastsEnough(occurrence, amount) && !tooLongAgo);
            })
        .toList();
  }

  static Occurrence union(List<Occurrence> occurrences) {
    Optional<Occurrence> union = occurrences.stream().reduce(Occurrence::and);
    return union.orElseThrow(() -> new IllegalArgumentException("no occurrence to unite"));
  }

  private static boolean lastsEnough(Occurrence occurrence, Amount amount) {
    return occurrence.duration().compareTo(amount.minimumDuration()) >= 0;
  }
}
