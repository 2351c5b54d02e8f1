package io.earwitness.captioner.alert;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is remembered of the incidents that one group of feeds shares. Immutable.
 *
 * @param recentSightings rule, feed and caption of the newest sightings, so that repeats are
 *     recognised
 * @param incidents by rule id
 */
public record GroupAlerts(List<String> recentSightings, SortedMap<String, Incident> incidents) {
  private static final int REMEMBERED = 256;

  /** Of a group that nothing was found in. */
  public static final GroupAlerts NONE = new GroupAlerts(List.of(), new TreeMap<>());

  public GroupAlerts {
    int surplus = Math.max(0, recentSightings.size() - REMEMBERED);
    recentSightings = List.copyOf(recentSightings.subList(surplus, recentSightings.size()));
    incidents = Collections.unmodifiableSortedMap(new TreeMap<>(incidents));
  }

  /** Whether an alert fires, or something was found that may yet make one. */
  public boolean anythingOpen() {
    return incidents.values().stream()
        .anyMatch(incident -> incident.fires() || !incident.pending().isEmpty());
  }
}
