package io.earwitness.captioner.alert;

import io.earwitness.captioner.rule.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stretch in which a rule finds what it watches for, merged from overlapping windows.
 *
 * @param begin by the common clock ({@link FeedClock}), by which all arithmetic is done
 * @param end by the common clock, not before {@code begin}
 * @param heardFrom the begin by its feed's own clock, for people
 * @param heardTo the end by its feed's own clock
 * @param feedIds in the order in which they joined
 * @param evidence oldest first; of much only the first and the newest
 */
public record Occurrence(
    Instant begin,
    Instant end,
    Instant heardFrom,
    Instant heardTo,
    List<String> feedIds,
    List<Evidence> evidence) {
  static final int FIRST_EVIDENCE = 4;
  static final int NEWEST_EVIDENCE = 12;

  public Occurrence {
    feedIds = List.copyOf(feedIds);
    evidence = List.copyOf(evidence);
  }

  Duration duration() {
    return Duration.between(begin, end);
  }

  /** Whether a gap of at most {@code gap} parts the two. */
  boolean isNear(Occurrence other, Duration gap) {
    return !other.begin.isAfter(end.plus(gap)) && !begin.isAfter(other.end.plus(gap));
  }

  /** What of it lies after {@code floor}, which lies before its end. */
  Occurrence after(Instant floor) {
    if (!begin.isBefore(floor)) {
      return this;
    }
    Instant from = heardFrom.plus(Duration.between(begin, floor));
    return new Occurrence(floor, end, from, heardTo, feedIds, evidence);
  }

  /** Both in one, with whatever lies between. */
  Occurrence and(Occurrence other) {
    Occurrence first = other.begin.isBefore(begin) ? other : this;
    Occurrence last = other.end.isAfter(end) ? other : this;
    Set<String> feeds = new LinkedHashSet<>(feedIds);
    feeds.addAll(other.feedIds);
    return new Occurrence(
        first.begin,
        last.end,
        first.heardFrom,
        last.heardTo,
        List.copyOf(feeds),
        firstAndNewest(evidence, other.evidence));
  }

  private static List<Evidence> firstAndNewest(List<Evidence> earlier, List<Evidence> later) {
    // Two spans of one window bring the same evidence.
    Map<String, Evidence> byCaption = new LinkedHashMap<>();
    Stream.of(earlier, later)
        .flatMap(List::stream)
        .forEach(evidence -> byCaption.putIfAbsent(evidence.captionId(), evidence));
    List<Evidence> all = new ArrayList<>(byCaption.values());
    if (all.size() > FIRST_EVIDENCE + NEWEST_EVIDENCE) {
      all.subList(FIRST_EVIDENCE, all.size() - NEWEST_EVIDENCE).clear();
    }
    return all;
  }
}
