package io.earwitness.captioner.alert;

import io.earwitness.captioner.rule.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That a rule found what it watches for, and that it is over, as it travels on {@code
 * audio.alerts}. One alert per incident, however many windows overlap.
 *
 * @param alertId deterministic, and the same from FIRING to RESOLVED: the incident's id
 * @param revision 0, 1, 2, … within the alert: the highest is the latest word
 * @param ruleVersion of the rule under which this revision is told
 * @param feedId the feed, or the first feed of an incident that spans several
 * @param feedIds all feeds of the incident in the order in which they joined it
 * @param begin event time at which the incident began, by the clock of the feed on which it began;
 *     a later caption may put it earlier
 * @param end event time at which it ended, by the clock of the feed that ended last; empty while it
 *     goes on
 * @param evidence oldest first; of a long incident only the first and the newest
 * @param emittedAt when this revision was made, by the clock of the machine
 */
public record Alert(
    String alertId,
    int revision,
    String ruleId,
    long ruleVersion,
    String feedId,
    List<String> feedIds,
    Status status,
    Resolution resolvedBy,
    String severity,
    Instant begin,
    Optional<Instant> end,
    String summary,
    String description,
    Map<String, String> labels,
    List<Evidence> evidence,
    Instant emittedAt) {

  public Alert {
    feedIds = List.copyOf(feedIds);
    labels = Map.copyOf(labels);
    evidence = List.copyOf(evidence);
  }

  /** Whether the incident goes on. */
  public enum Status {
    FIRING,
    RESOLVED
  }

  /** What resolved the alert. */
  public enum Resolution {
    NOT_RESOLVED,
    /** What the rule watches for is over. */
    CONDITION_ENDED,
    /** The feed ended or stopped. */
    FEED_ENDED,
    /** The rule now watches for something else. */
    RULE_CHANGED,
    RULE_DELETED
  }

  /** The next revision, resolved, in the words of the rule that is gone. */
  Alert resolved(Resolution by, Occurrence occurrence, Instant now) {
    return new Alert(
        alertId,
        revision + 1,
        ruleId,
        ruleVersion,
        feedId,
        occurrence.feedIds(),
        Status.RESOLVED,
        by,
        severity,
        occurrence.heardFrom(),
        Optional.of(occurrence.heardTo()),
        summary,
        description,
        labels,
        occurrence.evidence(),
        now);
  }
}
