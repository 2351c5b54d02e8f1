package io.earwitness.captioner.alert;

import io.earwitness.captioner.event.CaptionCursor;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is remembered of one feed's alerts between its captions. Immutable.
 *
 * @param cursor how far its captions were read
 * @param clock how its clock differs from that of the machines
 * @param acceptedAt when the newest caption or the end of its session came, by the clock of the
 *     machine
 * @param closed whether its session has ended or stalled
 * @param incidents by rule id; rules that found nothing lately are not among them
 */
public record FeedAlerts(
    CaptionCursor cursor,
    FeedClock clock,
    Instant acceptedAt,
    boolean closed,
    SortedMap<String, Incident> incidents) {

  /** Of a feed that no caption has come from. */
  public static final FeedAlerts NONE =
      new FeedAlerts(CaptionCursor.START, FeedClock.UNKNOWN, Instant.EPOCH, false, new TreeMap<>());

  public FeedAlerts {
    incidents = Collections.unmodifiableSortedMap(new TreeMap<>(incidents));
  }

  /**
   * The same, with the idle time-out begun anew: while the machine was away, so were the captions.
   */
  public FeedAlerts resumedAt(Instant now) {
    return new FeedAlerts(cursor, clock, now, closed, incidents);
  }

  /** The same, with its session ended. */
  FeedAlerts closedAt(Instant now) {
    return new FeedAlerts(cursor, clock, now, /* closed= */ true, incidents);
  }

  /** Whether an alert fires, or something was found that may yet make one. */
  public boolean anythingOpen() {
    return incidents.values().stream()
        .anyMatch(incident -> incident.fires() || !incident.pending().isEmpty());
  }

  FeedAlerts with(SortedMap<String, Incident> changed) {
    return new FeedAlerts(cursor, clock, acceptedAt, closed, changed);
  }
}
