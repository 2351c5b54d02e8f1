package io.earwitness.captioner.alert;

import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes one incident of what a rule finds on several feeds of a group within seconds. Sightings
 * come by the common clock, so feeds may differ by minutes in their own; since the common clock is
 * the machines', the passing of time alone says when an incident is over.
 */
public final class GroupAlertTracker {
  private final AlertSettings settings;
  private final Duration lateness;

  /**
   * @param lateness how long after its begin a window's caption may arrive: its length, and the
   *     time that captioning takes
   */
  public GroupAlertTracker(AlertSettings settings, Duration lateness) {
    this.settings = settings;
    this.lateness = lateness;
  }

  /**
   * @param state what to remember
   * @param alerts what to tell, in this order
   */
  public record Step(GroupAlerts state, List<Alert> alerts) {}

  /** Takes what a rule found on a feed of the group. A repeat changes nothing. */
  public Step accept(GroupAlerts state, RuleBook rules, GroupSighting sighting, Instant now) {
    Optional<AlertRule> rule = rules.rule(sighting.ruleId());
    String id = DerivedId.of(sighting.ruleId(), sighting.feedId(), sighting.captionId());
    if (rule.isEmpty() || state.recentSightings().contains(id)) {
      return new Step(state, List.of());
    }
    IncidentLifecycle lifecycle = new IncidentLifecycle(settings, now);
    TreeMap<String, Incident> incidents = new TreeMap<>(state.incidents());
    Incident before =
        incidents.getOrDefault(
            sighting.ruleId(), Incident.of(rule.get(), "group " + sighting.group()));
    // The window of another feed may be behind: only time closes a group's incident.
    Instant horizon = now.minus(lateness);
    incidents.put(
        sighting.ruleId(), lifecycle.observe(before, rule.get(), sighting.found(), horizon));
    List<String> recent = new ArrayList<>(state.recentSightings());
    recent.add(id);
    return new Step(new GroupAlerts(recent, incidents), lifecycle.alerts());
  }

  /** Lets time pass: resolves what is over, tells again what is due, takes up changed rules. */
  public Step tick(GroupAlerts state, RuleBook rules, Instant now) {
    if (state.incidents().isEmpty()) {
      return new Step(state, List.of());
    }
    IncidentLifecycle lifecycle = new IncidentLifecycle(settings, now);
    Instant horizon = now.minus(lateness);
    TreeMap<String, Incident> remaining = new TreeMap<>();
    state
        .incidents()
        .forEach(
            (ruleId, incident) -> {
              Optional<AlertRule> rule = rules.rule(ruleId);
              if (rule.isEmpty()) {
                lifecycle.abandon(incident, Resolution.RULE_DELETED);
                return;
              }
              Incident settled = lifecycle.observe(incident, rule.get(), List.of(), horizon);
              Incident told = lifecycle.repeat(settled, rule.get());
              if (!told.isForgettable(horizon)) {
                remaining.put(ruleId, told);
              }
            });
    return new Step(new GroupAlerts(state.recentSightings(), remaining), lifecycle.alerts());
  }
}
