package io.earwitness.captioner.alert;

import io.earwitness.captioner.rule.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one rule on one feed, or on one group of feeds. Immutable.
 *
 * @param place the feed, or the group
 * @param ruleVersion under which the newest observation was made
 * @param watchId of that version ({@link AlertRule#watchId()})
 * @param pending what was found and may yet count, by its begin
 * @param firing what was found since the alert's begin, while it fires
 * @param told the newest revision of the alert, while it fires
 * @param toldAt when that was told, by the clock of the machine
 * @param floor nothing before this instant of the common clock counts: it was told, or the rule is
 *     cooling down
 */
public record Incident(
    String place,
    long ruleVersion,
    String watchId,
    List<Occurrence> pending,
    Optional<Occurrence> firing,
    Optional<Alert> told,
    Instant toldAt,
    Instant floor) {

  public Incident {
    pending = List.copyOf(pending);
    if (firing.isPresent() != told.isPresent()) {
      throw new IllegalArgumentException("an alert fires as long as it was told, and no longer");
    }
  }

  /** A rule that has found nothing yet. */
  static Incident of(AlertRule rule, String place) {
    return new Incident(
        place,
        rule.version(),
        rule.watchId(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  boolean fires() {
    return firing.isPresent();
  }

  /** Whether there is nothing to remember once windows begin at an instant of the common clock. */
  boolean isForgettable(Instant horizon) {
    return !fires() && pending.isEmpty() && !floor.isAfter(horizon);
  }

  Incident under(AlertRule rule) {
    return new Incident(
        place, rule.version(), rule.watchId(), pending, firing, told, toldAt, floor);
  }

  Incident with(List<Occurrence> changed) {
    return new Incident(place, ruleVersion, watchId, changed, firing, told, toldAt, floor);
  }

  Incident telling(Occurrence occurrence, Alert alert) {
    return new Incident(
        place,
        ruleVersion,
        watchId,
        pending,
        Optional.of(occurrence),
        Optional.of(alert),
        alert.emittedAt(),
        floor);
  }

  /** The same, the alert resting on more than when it was told. */
  Incident growing(Occurrence occurrence) {
    return new Incident(
        place, ruleVersion, watchId, pending, Optional.of(occurrence), told, toldAt, floor);
  }

  Incident resolved() {
    return new Incident(
        place, ruleVersion, watchId, pending, Optional.empty(), Optional.empty(), toldAt, floor);
  }

  /** The same with nothing counting before {@code instant}. */
  Incident from(Instant instant) {
    Instant raised = instant.isAfter(floor) ? instant : floor;
    List<Occurrence> counting =
        pending.stream()
            .filter(occurrence -> occurrence.end().isAfter(raised))
            .map(occurrence -> occurrence.after(raised))
            .toList();
    return new Incident(place, ruleVersion, watchId, counting, firing, told, toldAt, raised);
  }
}
