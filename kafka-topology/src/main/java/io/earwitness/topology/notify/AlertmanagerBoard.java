package io.earwitness.topology.notify;

import io.earwitness.captioner.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Alertmanager should know, and when to tell it again. There, alerts are the same that have
 * the same labels; a rule's incidents on a feed share them, and follow each other.
 *
 * <p>Times are the machine's: Alertmanager's grouping and silences know no others. An alert that
 * fires is sent again and again with an end some re-sends ahead, so that it ends by itself if
 * nobody is left to say so. One that is over too soon for Alertmanager's grouping goes on firing
 * until it has fired for the minimum. Not safe for use by several threads.
 */
final class AlertmanagerBoard {
  /** Re-sends that may fail before a firing alert ends by itself. */
  private static final int RESENDS_AHEAD = 4;

  /** So often is said that an alert is over: a member of a cluster may just be restarting. */
  private static final int RESOLVED_SENDS = 3;

  private final Duration resend;
  private final Duration minimumFiring;
  private final Map<Map<String, String>, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> labelsOf = new HashMap<>();

  AlertmanagerBoard(Duration resend, Duration minimumFiring) {
    this.resend = resend;
    this.minimumFiring = minimumFiring;
  }

  /** One alert as Alertmanager sees it. */
  private static final class Entry {
    private final Set<String> alertIds = new LinkedHashSet<>();
    private final Set<String> firing = new LinkedHashSet<>();
    private Alert newest;
    private Instant startsAt;
    private Instant lastStart;
    private Instant resolvedAt;
    private Instant nextSend = Instant.MIN;
    private int resolvedSends;
  }

  /**
   * What is to be sent.
   *
   * @param endsAt in the future while it fires
   */
  record Sending(Map<String, String> labels, Alert newest, Instant startsAt, Instant endsAt) {}

  /** Takes the next revision of an alert. */
  void take(Alert alert) {
    Map<String, String> labels = labels(alert);
    Map<String, String> former = labelsOf.get(alert.alertId());
    if (former != null && !former.equals(labels)) {
      // The rule has other labels now: to Alertmanager that is another alert.
      end(entries.get(former), alert.alertId(), alert.emittedAt());
    }
    if (alert.status() == Alert.Status.FIRING) {
      begin(labels, alert);
    } else {
      Entry entry = entries.get(labels);
      if (entry != null && entry.alertIds.contains(alert.alertId())) {
        entry.newest = alert;
        end(entry, alert.alertId(), alert.emittedAt());
      }
    }
  }

  private void begin(Map<String, String> labels, Alert alert) {
    Entry entry = entries.get(labels);
    boolean over =
        entry != null
            && entry.firing.isEmpty()
            && !endsAt(entry, alert.emittedAt()).isAfter(alert.emittedAt());
    if (entry == null || over) {
      if (over) {
        forget(labels);
      }
      entry = new Entry();
      entry.startsAt = alert.emittedAt();
      entry.lastStart = alert.emittedAt();
      entries.put(labels, entry);
    } else if (!entry.alertIds.contains(alert.alertId())) {
      entry.lastStart = alert.emittedAt();
    }
    labelsOf.put(alert.alertId(), labels);
    entry.alertIds.add(alert.alertId());
    entry.firing.add(alert.alertId());
    entry.newest = alert;
    entry.resolvedSends = 0;
    entry.nextSend = Instant.MIN;
  }

  private static void end(Entry entry, String alertId, Instant at) {
    if (entry != null && entry.firing.remove(alertId) && entry.firing.isEmpty()) {
      entry.resolvedAt = at;
      entry.nextSend = Instant.MIN;
    }
  }

  private Instant endsAt(Entry entry, Instant now) {
    if (!entry.firing.isEmpty()) {
      return now.plus(resend.multipliedBy(RESENDS_AHEAD));
    }
    Instant atLeast = entry.lastStart.plus(minimumFiring);
    return entry.resolvedAt.isAfter(atLeast) ? entry.resolvedAt : atLeast;
  }

  /** What has to be sent now; {@link #sent} says that it was. */
  List<Sending> due(Instant now) {
    List<Sending> due = new ArrayList<>();
    entries.forEach(
        (labels, entry) -> {
          if (!entry.nextSend.isAfter(now)) {
            due.add(new Sending(labels, entry.newest, entry.startsAt, endsAt(entry, now)));
          }
        });
    return due;
  }

  void sent(Sending sending, Instant now) {
    Entry entry = entries.get(sending.labels());
    if (entry == null) {
      return;
    }
    entry.nextSend = now.plus(resend);
    if (!entry.firing.isEmpty()) {
      return;
    }
    if (sending.endsAt().isAfter(now)) {
      // It is over when its minimum is, and that is said at once.
      entry.nextSend =
          sending.endsAt().isBefore(entry.nextSend) ? sending.endsAt() : entry.nextSend;
    } else if (++entry.resolvedSends >= RESOLVED_SENDS) {
      forget(sending.labels());
    }
  }

  /** Drops what Alertmanager refuses. */
  void forget(Map<String, String> labels) {
    Entry gone = entries.remove(labels);
    if (gone != null) {
      gone.alertIds.forEach(id -> labelsOf.remove(id, labels));
    }
  }

  boolean holds(String alertId) {
    return labelsOf.containsKey(alertId);
  }

  static Map<String, String> labels(Alert alert) {
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.put("alertname", alert.ruleId());
    labels.put("rule", alert.ruleId());
    labels.put("feed", alert.feedId());
    labels.put("severity", alert.severity());
    labels.values().removeIf(String::isEmpty); // to Alertmanager, an empty label is none
    return labels;
  }
}
