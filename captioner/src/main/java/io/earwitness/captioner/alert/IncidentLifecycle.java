package io.earwitness.captioner.alert;

import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * From occurrences to FIRING and from their absence to RESOLVED: the life of an {@link Incident}.
 *
 * <p>A rule fires as soon as enough occurrences that last long enough begin within its span. The
 * incident goes on while anything is found within its reach and is over when no later window can
 * bring more. What is found beyond its reach waits: that is another incident. During the cooldown
 * after an incident nothing counts.
 *
 * <p>A rule that changes while it fires: if it still watches for the same, the alert is told again
 * in the new words and goes on. If it watches for something else, or is gone, the alert is resolved
 * at once; no cooldown follows, so that the new rule works from its first moment.
 *
 * <p>An instance serves one step and gathers what the step tells.
 */
final class IncidentLifecycle {
  private final Duration maximumGap;
  private final Instant now;
  private final List<Alert> alerts = new ArrayList<>();

  /**
   * @param now the clock of the machine
   */
  IncidentLifecycle(AlertSettings settings, Instant now) {
    this.maximumGap = settings.maximumGap();
    this.now = now;
  }

  List<Alert> alerts() {
    return alerts;
  }

  /**
   * Takes what the rule found in a window, which may be nothing.
   *
   * @param found by the common clock
   * @param horizon begin of the window by the common clock: nothing before it will be found any
   *     more
   */
  Incident observe(Incident before, AlertRule rule, List<Occurrence> found, Instant horizon) {
    Amount amount = rule.amount();
    Incident adopted = adopt(before, rule);
    List<Occurrence> all = new ArrayList<>(adopted.pending());
    all.addAll(found);
    Incident incident =
        absorb(adopted.with(Occurrences.merged(all, maximumGap)).from(adopted.floor()), amount);
    while (true) {
      if (incident.fires()) {
        Instant over = incident.firing().orElseThrow().end().plus(reach(amount));
        if (over.isAfter(horizon)) {
          break;
        }
        incident = resolve(incident, rule, Resolution.CONDITION_ENDED);
      } else if (Occurrences.enough(incident.pending(), amount).isEmpty()) {
        break;
      } else {
        incident = fire(incident, rule);
      }
    }
    // What waits behind a firing incident has not been asked yet whether it is enough.
    return incident.fires()
        ? incident
        : incident.with(Occurrences.stillCounting(incident.pending(), amount, maximumGap, horizon));
  }

  /** Takes up a rule that may have changed since. */
  Incident adopt(Incident incident, AlertRule rule) {
    if (!incident.watchId().equals(rule.watchId())) {
      abandon(incident, Resolution.RULE_CHANGED);
      return Incident.of(rule, incident.place());
    }
    if (incident.ruleVersion() == rule.version()) {
      return incident;
    }
    Incident adopted = incident.under(rule);
    return adopted.fires() ? tell(adopted, adopted.firing().orElseThrow(), rule) : adopted;
  }

  /** Resolves what fires, in the words of the rule that is gone. */
  void abandon(Incident incident, Resolution by) {
    if (incident.fires()) {
      Alert told = incident.told().orElseThrow();
      alerts.add(told.resolved(by, incident.firing().orElseThrow(), now));
    }
  }

  /**
   * Ends what goes on, since nothing more comes from where it was found.
   *
   * @param covered what was found before this instant of the common clock is told now or never
   */
  Incident endFeed(Incident before, AlertRule rule, Instant covered) {
    Incident incident = before;
    while (true) {
      if (incident.fires()) {
        incident = resolve(incident, rule, Resolution.FEED_ENDED);
      } else if (Occurrences.enough(incident.pending(), rule.amount()).isEmpty()) {
        return incident.with(List.of()).from(covered);
      } else {
        incident = fire(incident, rule);
      }
    }
  }

  /** Tells a firing incident again if it is due. */
  Incident repeat(Incident incident, AlertRule rule) {
    Duration repeat = rule.notice().repeat();
    boolean due =
        incident.fires() && !repeat.isZero() && !now.isBefore(incident.toldAt().plus(repeat));
    return due ? tell(incident, incident.firing().orElseThrow(), rule) : incident;
  }

  private Incident fire(Incident incident, AlertRule rule) {
    List<Occurrence> enough = Occurrences.enough(incident.pending(), rule.amount());
    List<Occurrence> rest = new ArrayList<>(incident.pending());
    rest.removeAll(enough);
    Incident firing = tell(incident.with(rest), Occurrences.union(enough), rule);
    return absorb(firing, rule.amount());
  }

  /** Adds to a firing incident whatever lies within its reach. */
  private Incident absorb(Incident incident, Amount amount) {
    if (!incident.fires()) {
      return incident;
    }
    Occurrence grown = incident.firing().orElseThrow();
    List<Occurrence> rest = new ArrayList<>(incident.pending());
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Occurrence near : List.copyOf(rest)) {
        if (grown.isNear(near, reach(amount))) {
          grown = grown.and(near);
          rest.remove(near);
          grew = true;
        }
      }
    }
    return incident.with(rest).growing(grown);
  }

  private Incident resolve(Incident incident, AlertRule rule, Resolution by) {
    Occurrence found = incident.firing().orElseThrow();
    alerts.add(AlertWriter.resolved(incident, found, rule, by, now));
    // A slower feed of the group may yet bring what belongs to the incident that is over.
    Duration quiet = longer(rule.notice().cooldown(), rule.amount().incidentWithin());
    Incident resolved = incident.resolved();
    return quiet.isZero() ? resolved : resolved.from(found.end().plus(quiet));
  }

  private Incident tell(Incident incident, Occurrence found, AlertRule rule) {
    Alert alert = AlertWriter.firing(incident, found, rule, now);
    alerts.add(alert);
    return incident.telling(found, alert);
  }

  /** For how long after its newest sighting an incident goes on. */
  private Duration reach(Amount amount) {
    Duration pause = amount.times() > 1 ? amount.within() : Duration.ZERO;
    return longer(maximumGap, longer(pause, amount.incidentWithin()));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
