package io.earwitness.topology.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.topology.json.AlertJson;
import io.earwitness.wire.EventTypes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Posts each revision of an alert as a CloudEvent in structured JSON, signed. A receiver knows a
 * repeat by the event's id.
 */
final class WebhookTarget implements AlertTarget {
  private final WebhookConfig config;
  private final HttpPoster poster;

  WebhookTarget(WebhookConfig config) {
    this.config = config;
    this.poster = new HttpPoster(config.timeout());
  }

  @Override
  public String describe() {
    return config.toString();
  }

  /** What was told is told. */
  @Override
  public void recall(Alert alert) {}

  @Override
  public void tell(Alert alert, Instant now) throws DeliveryException, InterruptedException {
    String id = alert.alertId() + "-" + alert.revision();
    byte[] body = event(id, alert).toString().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/cloudevents+json; charset=utf-8");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    config
        .secret()
        .ifPresent(
            secret -> headers.put("webhook-signature", WebhookSignature.of(secret, id, now, body)));
    poster.post(config.url(), headers, body);
  }

  private static ObjectNode event(String id, Alert alert) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("specversion", "1.0")
            .put("id", id)
            .put("source", "/feeds/" + encoded(alert.feedId()))
            .put("type", EventTypes.ALERT.cloudEventType())
            .put("subject", alert.ruleId())
            .put("time", alert.emittedAt().toString())
            .put("datacontenttype", "application/json");
    event.set("data", AlertJson.of(alert));
    return event;
  }

  private static String encoded(String feedId) {
    return URLEncoder.encode(feedId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void tick(Instant now) {}

  @Override
  public boolean remembers(String alertId) {
    return false;
  }

  @Override
  public void close() {}
}
