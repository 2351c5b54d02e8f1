package io.earwitness.captioner.health;

import io.earwitness.captioner.event.FeedEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is remembered of one feed's health between its captions. Immutable.
 *
 * @param sessionId of the newest caption
 * @param acceptedAt when the newest caption came, by the clock of the machine
 * @param coveredTo end of the newest window by the feed's clock
 * @param coveredSample end of the newest window in samples
 * @param closed whether its session has ended
 * @param habit level that the feed usually has
 * @param quietSince since when it is quiet, by the clock of the feed
 * @param missingShares of the newest windows, oldest first
 * @param clippedInRow newest windows without a break that reach full scale
 * @param cleanInRow newest windows without a break that don't
 * @param ailments by kind
 */
public record FeedHealth(
    String sessionId,
    Instant acceptedAt,
    Instant coveredTo,
    long coveredSample,
    boolean closed,
    LevelHabit habit,
    Optional<Instant> quietSince,
    List<Double> missingShares,
    int clippedInRow,
    int cleanInRow,
    SortedMap<FeedEvent.Kind, Ailment> ailments) {

  /** Of a feed that no caption has come from. */
  public static final FeedHealth NONE =
      new FeedHealth(
          "",
          Instant.EPOCH,
          Instant.EPOCH,
          0,
          true,
          LevelHabit.UNKNOWN,
          Optional.empty(),
          List.of(),
          0,
          0,
          new TreeMap<>());

  public FeedHealth {
    missingShares = List.copyOf(missingShares);
    ailments = Collections.unmodifiableSortedMap(new TreeMap<>(ailments));
  }

  /** Whether the passing of time alone may change something. */
  public boolean matters() {
    return !closed || !ailments.isEmpty();
  }

  /** The same, with the wait for captions begun anew: while the machine was away, so were they. */
  public FeedHealth resumedAt(Instant now) {
    return new FeedHealth(
        sessionId,
        now,
        coveredTo,
        coveredSample,
        closed,
        habit,
        quietSince,
        missingShares,
        clippedInRow,
        cleanInRow,
        ailments);
  }

  /** The same, with its session ended. */
  FeedHealth ended() {
    return new FeedHealth(
        sessionId,
        acceptedAt,
        coveredTo,
        coveredSample,
        /* closed= */ true,
        habit,
        /* quietSince= */ Optional.empty(),
        missingShares,
        clippedInRow,
        cleanInRow,
        ailments);
  }

  FeedHealth with(SortedMap<FeedEvent.Kind, Ailment> changed) {
    return new FeedHealth(
        sessionId,
        acceptedAt,
        coveredTo,
        coveredSample,
        closed,
        habit,
        quietSince,
        missingShares,
        clippedInRow,
        cleanInRow,
        changed);
  }
}
