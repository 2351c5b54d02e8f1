package io.earwitness.app.page.feeds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.earwitness.app.page.answer.PageJson;
import io.earwitness.app.page.live.LiveHub;
import io.earwitness.captioner.alert.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest alerts, each in its latest word. Safe for use by several threads. */
public final class AlertBook {
  private static final int KEPT = 2_000;

  private final LiveHub hub;
  private final Map<String, Alert> alerts = new LinkedHashMap<>();

  public AlertBook(LiveHub hub) {
    this.hub = hub;
  }

  /** Takes what is known of an alert. */
  public void told(Alert alert) {
    synchronized (this) {
      Alert known = alerts.get(alert.alertId());
      if (known != null && known.revision() >= alert.revision()) {
        return;
      }
      alerts.put(alert.alertId(), alert);
      if (alerts.size() > KEPT) {
        alerts.remove(oldestToForget());
      }
    }
    hub.tell("alert", PageJson.text(PageJson.alert(alert)));
  }

  /** What is over goes before what is not. */
  private String oldestToForget() {
    return alerts.values().stream()
        .filter(alert -> alert.status() == Alert.Status.RESOLVED)
        .findFirst()
        .map(Alert::alertId)
        .orElseGet(() -> alerts.keySet().iterator().next());
  }

  /** All alerts, the newest first. */
  public ArrayNode json() {
    List<Alert> all;
    synchronized (this) {
      all = new ArrayList<>(alerts.values());
    }
    ArrayNode array = PageJson.array();
    all.stream()
        .sorted((one, other) -> other.begin().compareTo(one.begin()))
        .forEach(alert -> array.add(PageJson.alert(alert)));
    return array;
  }
}
