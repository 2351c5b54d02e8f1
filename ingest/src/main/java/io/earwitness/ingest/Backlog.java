package io.earwitness.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What of a feed's sound is still to be sent, at a moment.
 *
 * @param stuckSince since when no sound reaches Kafka; nothing while it flows
 * @param chunks that wait, in memory and on disk
 * @param diskBytes how much waits on disk
 * @param mostDiskBytes how much may wait there; 0 where nothing does
 * @param secondsOfRoom how much more sound fits there, as large as the newest is; 0 where nothing
 *     waits on disk
 * @param lost how much found no room, since the player was made
 */
public record Backlog(
    Optional<Instant> stuckSince,
    int chunks,
    long diskBytes,
    long mostDiskBytes,
    long secondsOfRoom,
    Duration lost) {
  /** After as long without an answer no sound reaches Kafka. */
  public static final Duration STUCK_AFTER = Duration.ofSeconds(5);

  /** Nothing waits. */
  public static final Backlog NONE = new Backlog(Optional.empty(), 0, 0, 0, 0, Duration.ZERO);
}
