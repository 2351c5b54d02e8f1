package io.earwitness.topology.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.rule.Evidence;
import io.earwitness.topology.notify.AlertmanagerBoard.Sending;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Prometheus Alertmanager, by version 2 of its API. */
final class AlertmanagerTarget implements AlertTarget {
  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerTarget.class);

  private final AlertmanagerConfig config;
  private final HttpPoster poster;
  private final AlertmanagerBoard board;

  AlertmanagerTarget(AlertmanagerConfig config) {
    this.config = config;
    this.poster = new HttpPoster(config.timeout());
    this.board = new AlertmanagerBoard(config.resend(), config.minimumFiring());
  }

  @Override
  public String describe() {
    return config.toString();
  }

  @Override
  public void recall(Alert alert) {
    board.take(alert);
  }

  @Override
  public void tell(Alert alert, Instant now) throws DeliveryException, InterruptedException {
    board.take(alert);
    Map<String, String> labels = AlertmanagerBoard.labels(alert);
    for (Sending sending : board.due(now)) {
      if (sending.labels().equals(labels)) {
        try {
          post(List.of(sending), now);
        } catch (DeliveryException e) {
          if (e.isLasting()) {
            board.forget(labels);
          }
          throw e;
        }
      }
    }
  }

  @Override
  public void tick(Instant now) throws DeliveryException, InterruptedException {
    List<Sending> due = board.due(now);
    if (due.isEmpty()) {
      return;
    }
    try {
      post(due, now);
    } catch (DeliveryException e) {
      if (!e.isLasting()) {
        throw e;
      }
      // One of them may spoil it for all.
      for (Sending one : due) {
        postAlone(one, now);
      }
    }
  }

  private void postAlone(Sending one, Instant now) throws DeliveryException, InterruptedException {
    try {
      post(List.of(one), now);
    } catch (DeliveryException e) {
      if (!e.isLasting()) {
        throw e;
      }
      LOG.warn("Alertmanager refuses {}: {}", one.labels(), e.getMessage());
      board.forget(one.labels());
    }
  }

  /** Every member of the cluster is told; one that takes it is enough. */
  private void post(List<Sending> sendings, Instant now)
      throws DeliveryException, InterruptedException {
    byte[] body = body(sendings);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    config.authorization().ifPresent(value -> headers.put("Authorization", value));
    DeliveryException failure = null;
    boolean taken = false;
    for (URI base : config.urls()) {
      try {
        poster.post(
            URI.create(base.toString().replaceAll("/+$", "") + "/api/v2/alerts"), headers, body);
        taken = true;
      } catch (DeliveryException e) {
        failure = e;
      }
    }
    if (!taken) {
      throw failure;
    }
    if (failure != null) {
      LOG.warn("A member of the cluster was not told: {}", failure.getMessage());
    }
    sendings.forEach(sending -> board.sent(sending, now));
  }

  private static byte[] body(List<Sending> sendings) {
    ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
    for (Sending sending : sendings) {
      ObjectNode alert = alerts.addObject();
      ObjectNode labels = alert.putObject("labels");
      sending.labels().forEach(labels::put);
      annotate(alert.putObject("annotations"), sending.newest());
      alert.put("startsAt", sending.startsAt().toString());
      alert.put("endsAt", sending.endsAt().toString());
    }
    return alerts.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What differs from incident to incident must not be a label: it would be another alert. */
  private static void annotate(ObjectNode annotations, Alert alert) {
    annotations
        .put("alert_id", alert.alertId())
        .put("rule_version", Long.toString(alert.ruleVersion()))
        .put("summary", alert.summary())
        .put("begin", alert.begin().toString());
    alert.end().ifPresent(end -> annotations.put("end", end.toString()));
    if (!alert.description().isEmpty()) {
      annotations.put("description", alert.description());
    }
    annotations.put("feeds", String.join(", ", new TreeSet<>(alert.feedIds())));
    if (!alert.evidence().isEmpty()) {
      annotations.put("caption", alert.evidence().get(0).caption());
    }
    alert.evidence().stream()
        .filter(evidence -> evidence.score().isPresent())
        .max(Comparator.comparingDouble(evidence -> evidence.score().getAsDouble()))
        .ifPresent(
            surest ->
                annotations
                    .put("sound", surest.label().orElse(""))
                    .put(
                        "score", String.format(Locale.ROOT, "%.2f", surest.score().getAsDouble())));
    OptionalDouble similarity =
        alert.evidence().stream()
            .map(Evidence::similarity)
            .flatMapToDouble(OptionalDouble::stream)
            .max();
    similarity.ifPresent(
        cosine -> annotations.put("similarity", String.format(Locale.ROOT, "%.2f", cosine)));
  }

  @Override
  public boolean remembers(String alertId) {
    return board.holds(alertId);
  }

  @Override
  public void close() {}
}
