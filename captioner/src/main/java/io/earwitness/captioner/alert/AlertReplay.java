package io.earwitness.captioner.alert;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.health.FeedHealth;
import io.earwitness.captioner.health.HealthSettings;
import io.earwitness.captioner.health.HealthTracker;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.captioner.rule.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What rules would have told of captions that are past. Time passes by the captions themselves, as
 * if each had been made the moment its window ended, so a recording that was played in a minute is
 * judged as the hour that it lasts. Not safe for use by several threads.
 */
public final class AlertReplay {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** From when on after its newest caption a feed is looked at each minute only. */
  private static final Duration LONG_GONE = Duration.ofHours(1);

  private static final Duration SLOW_TICK = Duration.ofMinutes(1);

  /** Ticks after which a group's incident is over in any case. */
  private static final int MOST_LAST_TICKS = 24 * 60 * 60;

  private final AlertSettings settings;
  private final AlertTracker tracker;
  private final HealthTracker healthTracker;
  private final GroupAlertTracker groupTracker;
  private final RuleBook rules = new RuleBook();
  private final boolean watchesHealth;
  private final Function<String, Map<String, String>> labelsOf;
  private final Map<String, Feed> feeds = new TreeMap<>();
  private final List<Sighted> sightings = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();

  private record Sighted(GroupSighting sighting, Instant at) {}

  /** One feed on its own clock. */
  private static final class Feed {
    private final String id;
    private FeedAlerts state = FeedAlerts.NONE;
    private FeedHealth health = FeedHealth.NONE;
    private Instant now;

    Feed(String id) {
      this.id = id;
    }
  }

  /**
   * @param settings as the topology's
   * @param health as the topology's: when a feed is not well
   * @param lateness as the topology's: how long a group's incident waits for other feeds
   * @param labelsOf the labels of a feed
   */
  public AlertReplay(
      AlertSettings settings,
      HealthSettings health,
      Duration lateness,
      List<AlertRule> rules,
      Function<String, Map<String, String>> labelsOf) {
    this.settings = settings;
    this.tracker = new AlertTracker(settings);
    this.healthTracker = new HealthTracker(health);
    this.groupTracker = new GroupAlertTracker(settings, lateness);
    this.labelsOf = labelsOf;
    rules.forEach(this.rules::put);
    this.watchesHealth = this.rules.watchesHealth();
  }

  /**
   * Takes the next caption of its feed; feeds may come in any order.
   *
   * @return rules with a text that can't be compared, since another bundle embedded it
   */
  public List<AlertRule> accept(CaptionEvent caption) {
    Feed feed = feeds.computeIfAbsent(caption.feedId(), Feed::new);
    Instant ended = feed.state.clock().at(caption).common(caption.end());
    Instant now = feed.now == null || ended.isAfter(feed.now) ? ended : feed.now;
    passTime(feed, now);
    // A repeat says nothing of the feed's health either.
    if (!feed.state.cursor().hasPassed(caption)) {
      feed.health = healthTracker.accept(feed.health, caption, now).state();
    }
    AlertTracker.Step step =
        tracker.accept(feed.state, rules, labelsOf.apply(caption.feedId()), caption, now);
    feed.now = now;
    take(feed, step);
    return step.misfits();
  }

  /**
   * Lets time pass up to where history ends, ends the feeds whose sessions ended and judges the
   * groups.
   *
   * @param until the instant up to which the captions are known: a feed that brought none since has
   *     stopped. Empty if it isn't known.
   * @return all revisions of all alerts, in the order in which they would have been told
   */
  public List<Alert> finish(Optional<Instant> until) {
    for (Feed feed : feeds.values()) {
      if (feed.state.closed()) {
        passTime(feed, feed.now.plus(settings.closingGrace()).plus(TICK));
      } else {
        until.ifPresent(end -> passTime(feed, end));
      }
    }
    judgeGroups();
    return alerts.stream().sorted(Comparator.comparing(Alert::emittedAt)).toList();
  }

  private void passTime(Feed feed, Instant until) {
    if (feed.now == null) {
      return;
    }
    Instant slowly = feed.now.plus(LONG_GONE);
    for (Instant now = feed.now.plus(TICK);
        !now.isAfter(until) && timeMatters(feed);
        now = now.plus(now.isBefore(slowly) ? TICK : SLOW_TICK)) {
      take(feed, tracker.tick(feed.state, rules, now));
      if (watchesHealth) {
        observeHealth(feed, now);
      }
    }
  }

  private boolean timeMatters(Feed feed) {
    return !feed.state.incidents().isEmpty() || (watchesHealth && feed.health.matters());
  }

  private void observeHealth(Feed feed, Instant now) {
    feed.health = healthTracker.tick(feed.health, feed.id, now).state();
    take(
        feed,
        tracker.observeHealth(
            feed.state,
            rules,
            feed.id,
            labelsOf.apply(feed.id),
            feed.health.ailments().values(),
            now));
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
