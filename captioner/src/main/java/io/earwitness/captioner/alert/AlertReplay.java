package io.earwitness.captioner.alert;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What rules would have told of captions that are past. Time passes by the captions themselves, as
 * if each had been made the moment its window ended, so a recording that was played in a minute is
 * judged as the hour that it lasts. Not safe for use by several threads.
 */
public final class AlertReplay {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Ticks after which a group's incident is over in any case. */
  private static final int MOST_LAST_TICKS = 24 * 60 * 60;

  private final AlertSettings settings;
  private final AlertTracker tracker;
  private final GroupAlertTracker groupTracker;
  private final RuleBook rules = new RuleBook();
  private final Function<String, Map<String, String>> labelsOf;
  private final Map<String, Feed> feeds = new TreeMap<>();
  private final List<Sighted> sightings = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();

  private record Sighted(GroupSighting sighting, Instant at) {}

  /** One feed on its own clock. */
  private static final class Feed {
    private FeedAlerts state = FeedAlerts.NONE;
    private Instant now;
  }

  /**
   * @param settings as the topology's
   * @param lateness as the topology's: how long a group's incident waits for other feeds
   * @param labelsOf the labels of a feed
   */
  public AlertReplay(
      AlertSettings settings,
      Duration lateness,
      List<AlertRule> rules,
      Function<String, Map<String, String>> labelsOf) {
    this.settings = settings;
    this.tracker = new AlertTracker(settings);
    this.groupTracker = new GroupAlertTracker(settings, lateness);
    this.labelsOf = labelsOf;
    rules.forEach(this.rules::put);
  }

  /**
   * Takes the next caption of its feed; feeds may come in any order.
   *
   * @return rules with a text that can't be compared, since another bundle embedded it
   */
  public List<AlertRule> accept(CaptionEvent caption) {
    Feed feed = feeds.computeIfAbsent(caption.feedId(), id -> new Feed());
    Instant ended = feed.state.clock().at(caption).common(caption.end());
    Instant now = feed.now == null || ended.isAfter(feed.now) ? ended : feed.now;
    passTime(feed, now);
    AlertTracker.Step step =
        tracker.accept(feed.state, rules, labelsOf.apply(caption.feedId()), caption, now);
    feed.now = now;
    take(feed, step);
    return step.misfits();
  }

  /**
   * Ends the feeds whose sessions ended and judges the groups.
   *
   * @return all revisions of all alerts, in the order in which they would have been told
   */
  public List<Alert> finish() {
    for (Feed feed : feeds.values()) {
      if (feed.state.closed()) {
        passTime(feed, feed.now.plus(settings.closingGrace()).plus(TICK));
      }
    }
    judgeGroups();
    return alerts.stream().sorted(Comparator.comparing(Alert::emittedAt)).toList();
  }

  private void passTime(Feed feed, Instant until) {
    if (feed.now == null) {
      return;
    }
    for (Instant now = feed.now.plus(TICK);
        !now.isAfter(until) && !feed.state.incidents().isEmpty();
        now = now.plus(TICK)) {
      take(feed, tracker.tick(feed.state, rules, now));
    }
  }

  private void take(Feed feed, AlertTracker.Step step) {
    feed.state = step.state();
    alerts.addAll(step.alerts());
    step.sightings().forEach(sighting -> sightings.add(new Sighted(sighting, feed.now)));
  }

  private void judgeGroups() {
    sightings.sort(Comparator.comparing(Sighted::at));
    Map<String, GroupAlerts> states = new HashMap<>();
    Instant now = sightings.isEmpty() ? Instant.EPOCH : sightings.get(0).at();
    for (Sighted sighted : sightings) {
      for (; now.isBefore(sighted.at()) && anyIncident(states); now = now.plus(TICK)) {
        tickGroups(states, now);
      }
      now = sighted.at();
      String group = sighted.sighting().group();
      GroupAlertTracker.Step step =
          groupTracker.accept(
              states.getOrDefault(group, GroupAlerts.NONE), rules, sighted.sighting(), now);
      states.put(group, step.state());
      alerts.addAll(step.alerts());
    }
    for (int i = 0; i < MOST_LAST_TICKS && anyIncident(states); i++) {
      now = now.plus(TICK);
      tickGroups(states, now);
    }
  }

  private void tickGroups(Map<String, GroupAlerts> states, Instant now) {
    states.replaceAll(
        (group, state) -> {
          GroupAlertTracker.Step step = groupTracker.tick(state, rules, now);
          alerts.addAll(step.alerts());
          return step.state();
        });
  }

  private static boolean anyIncident(Map<String, GroupAlerts> states) {
    return states.values().stream().anyMatch(state -> !state.incidents().isEmpty());
  }
}
