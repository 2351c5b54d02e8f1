package io.earwitness.captioner.alert;

import io.earwitness.captioner.alert.Alert.Resolution;
import io.earwitness.captioner.event.CaptionCursor;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.SessionEnd;
import io.earwitness.captioner.health.Ailment;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.captioner.rule.FeedRules;
import io.earwitness.captioner.rule.RuleBook;
import io.earwitness.captioner.rule.RuleMatch;
import io.earwitness.captioner.window.WindowClosing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells alerts of one feed's captions: one per incident, however many windows overlap.
 *
 * <p>A function of the state, the rules and what comes. Time passes only through {@code now}, the
 * clock of the machine, and through the feed's own windows. Safe for use by several threads as far
 * as each has its own {@link RuleBook}.
 */
public final class AlertTracker {
  private final AlertSettings settings;

  public AlertTracker(AlertSettings settings) {
    this.settings = settings;
  }

  /**
   * @param state what to remember
   * @param alerts what to tell, in this order
   * @param sightings what to hand to the groups' incidents, in this order
   * @param misfits rules with a text that could not be compared, since another bundle embedded it
   */
  public record Step(
      FeedAlerts state,
      List<Alert> alerts,
      List<GroupSighting> sightings,
      List<AlertRule> misfits) {}

  /**
   * Takes the feed's next caption. One that was taken before, or that lies before the newest of its
   * session, changes nothing.
   *
   * @param labels of the feed
   */
  public Step accept(
      FeedAlerts state,
      RuleBook rules,
      Map<String, String> labels,
      CaptionEvent caption,
      Instant now) {
    CaptionCursor cursor = state.cursor();
    if (cursor.hasPassed(caption)) {
      return new Step(state, List.of(), List.of(), List.of());
    }
    FeedClock clock = state.clock().at(caption);
    Instant horizon = clock.common(caption.begin());
    IncidentLifecycle lifecycle = new IncidentLifecycle(settings, now);
    FeedRules.Verdict verdict = rules.forFeed(caption.feedId(), labels).match(caption);

    List<GroupSighting> sightings = new ArrayList<>();
    Map<String, List<Occurrence>> found = new HashMap<>();
    TreeMap<String, Incident> incidents = new TreeMap<>(state.incidents());
    for (RuleMatch match : verdict.matches()) {
      AlertRule rule = match.rule();
      Optional<String> group = rule.amount().incidentGroup().map(labels::get);
      if (group.isPresent()) {
        sightings.add(
            new GroupSighting(
                rule.ruleId(),
                group.get(),
                caption.feedId(),
                caption.captionId(),
                occurrences(match, clock)));
      } else {
        found.put(rule.ruleId(), occurrences(match, clock));
        incidents.computeIfAbsent(rule.ruleId(), id -> Incident.of(rule, caption.feedId()));
      }
    }
    incidents.replaceAll(
        (ruleId, incident) ->
            rules
                .rule(ruleId)
                .filter(rule -> !rule.watchesHealth())
                .map(
                    rule ->
                        lifecycle.observe(
                            incident, rule, found.getOrDefault(ruleId, List.of()), horizon))
                .orElse(incident));
    forget(incidents, rules, lifecycle, horizon);
    boolean closed = caption.closedBy() != WindowClosing.COMPLETE;
    return new Step(
        new FeedAlerts(cursor.after(caption), clock, now, closed, incidents),
        lifecycle.alerts(),
        sightings,
        verdict.misfits());
  }

  /**
   * Takes that a session has ended with the feed's newest caption. The end of another session
   * changes nothing, nor does one that its last caption told.
   */
  public FeedAlerts end(FeedAlerts state, SessionEnd end, Instant now) {
    boolean tells = end.sessionId().equals(state.cursor().sessionId()) && !state.closed();
    return tells ? state.closedAt(now) : state;
  }

  /**
   * Lets time pass: takes up rules that were changed or deleted, tells again what is due, and
   * resolves everything if the feed ended or is idle.
   */
  public Step tick(FeedAlerts state, RuleBook rules, Instant now) {
    if (state.incidents().isEmpty()) {
      return new Step(state, List.of(), List.of(), List.of());
    }
    IncidentLifecycle lifecycle = new IncidentLifecycle(settings, now);
    Duration patience = state.closed() ? settings.closingGrace() : settings.idleTimeout();
    boolean over = !now.isBefore(state.acceptedAt().plus(patience));
    TreeMap<String, Incident> incidents = new TreeMap<>(state.incidents());
    incidents.replaceAll(
        (ruleId, incident) ->
            rules
                .rule(ruleId)
                .map(rule -> pass(lifecycle, lifecycle.adopt(incident, rule), rule, state, over))
                .orElse(incident));
    // Floors stay until a window begins after them: the next one may hear again what was told.
    forget(incidents, rules, lifecycle, Instant.EPOCH);
    return new Step(state.with(incidents), lifecycle.alerts(), List.of(), List.of());
  }

  /**
   * Holds the states that the feed is in against the rules that watch them. Goes by the clock of
   * the machine alone; to be called again and again, since that is how a state is seen to last and
   * to end.
   *
   * @param labels of the feed
   * @param ailments all states that the feed is in
   */
  public Step observeHealth(
      FeedAlerts state,
      RuleBook rules,
      String feedId,
      Map<String, String> labels,
      Collection<Ailment> ailments,
      Instant now) {
    IncidentLifecycle lifecycle = new IncidentLifecycle(settings, now);
    Map<String, List<Occurrence>> found = new HashMap<>();
    TreeMap<String, Incident> incidents = new TreeMap<>(state.incidents());
    for (RuleMatch match : rules.forFeed(feedId, labels).match(feedId, ailments, now)) {
      String ruleId = match.rule().ruleId();
      Evidence evidence = match.evidence();
      found.put(
          ruleId,
          match.spans().stream()
              .map(
                  span ->
                      new Occurrence(
                          span.begin(),
                          span.end(),
                          evidence.begin(),
                          evidence.end(),
                          List.of(feedId),
                          List.of(evidence)))
              .toList());
      incidents.computeIfAbsent(ruleId, id -> Incident.of(match.rule(), feedId));
    }
    incidents.replaceAll(
        (ruleId, incident) ->
            rules
                .rule(ruleId)
                .filter(AlertRule::watchesHealth)
                .map(
                    rule ->
                        lifecycle.observe(
                            incident, rule, found.getOrDefault(ruleId, List.of()), now))
                .orElse(incident));
    incidents
        .entrySet()
        .removeIf(
            entry ->
                rules.rule(entry.getKey()).filter(AlertRule::watchesHealth).isPresent()
                    && entry.getValue().isForgettable(now));
    FeedAlerts after = incidents.equals(state.incidents()) ? state : state.with(incidents);
    return new Step(after, lifecycle.alerts(), List.of(), List.of());
  }

  private static Incident pass(
      IncidentLifecycle lifecycle,
      Incident incident,
      AlertRule rule,
      FeedAlerts state,
      boolean over) {
    return over && !rule.watchesHealth()
        ? lifecycle.endFeed(incident, rule, state.clock().covered())
        : lifecycle.repeat(incident, rule);
  }

  /** Drops what there is nothing to remember of, and what belongs to rules that are gone. */
  private static void forget(
      TreeMap<String, Incident> incidents,
      RuleBook rules,
      IncidentLifecycle lifecycle,
      Instant horizon) {
    incidents
        .entrySet()
        .removeIf(
            entry -> {
              boolean deleted = rules.rule(entry.getKey()).isEmpty();
              if (deleted) {
                lifecycle.abandon(entry.getValue(), Resolution.RULE_DELETED);
              }
              return deleted || entry.getValue().isForgettable(horizon);
            });
  }

  private static List<Occurrence> occurrences(RuleMatch match, FeedClock clock) {
    return match.spans().stream()
        .map(
            span ->
                new Occurrence(
                    clock.common(span.begin()),
                    clock.common(span.end()),
                    span.begin(),
                    span.end(),
                    List.of(match.evidence().feedId()),
                    List.of(match.evidence())))
        .sorted(Comparator.comparing(Occurrence::begin))
        .toList();
  }
}
