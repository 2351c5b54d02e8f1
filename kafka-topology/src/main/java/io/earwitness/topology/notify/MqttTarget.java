package io.earwitness.topology.notify;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.AlertRule;
import io.earwitness.topology.json.AlertJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes alerts, the state of each rule and what is heard on each feed, with Home Assistant's
 * discovery. States are retained, and published again when the connection was lost or Home
 * Assistant tells that it has started; those of a rule that was deleted are cleared.
 */
final class MqttTarget implements AlertTarget {
  private static final String HOME_ASSISTANT_STARTED = "online";

  private final MqttConfig config;
  private final HomeAssistant names;
  private final MqttConnection connection;
  private final RulesAndCaptions others;
  private final RetainedStates states = new RetainedStates();
  private final Map<String, Set<String>> firingByRule = new HashMap<>();
  private final Set<String> rules = new HashSet<>();
  private final Set<String> feeds = new HashSet<>();

  MqttTarget(MqttConfig config, NotifyTopics topics) {
    this.config = config;
    this.names = new HomeAssistant(config);
    this.connection = new MqttConnection(config, names.availability());
    this.others = new RulesAndCaptions(topics);
    others.readRules(this::take);
  }

  @Override
  public String describe() {
    return config.toString();
  }

  @Override
  public void recall(Alert alert) {
    note(alert);
  }

  @Override
  public void tell(Alert alert, Instant now) throws DeliveryException, InterruptedException {
    note(alert);
    publishStates();
    connection.publish(names.alerts(), AlertJson.of(alert).toString(), false);
  }

  private void note(Alert alert) {
    Set<String> firing = firingByRule.computeIfAbsent(alert.ruleId(), id -> new HashSet<>());
    if (alert.status() == Alert.Status.FIRING) {
      firing.add(alert.alertId());
    } else {
      firing.remove(alert.alertId());
    }
    if (rules.contains(alert.ruleId())) {
      states.put(names.ruleAttributes(alert.ruleId()), AlertJson.of(alert).toString());
      putState(alert.ruleId());
    }
  }

  private void putState(String ruleId) {
    boolean fires = !firingByRule.getOrDefault(ruleId, Set.of()).isEmpty();
    states.put(names.ruleState(ruleId), fires ? "ON" : "OFF");
  }

  private void take(String ruleId, Optional<AlertRule> rule) {
    if (rule.isPresent() && rule.get().enabled()) {
      rules.add(ruleId);
      states.put(names.ruleDiscovery(ruleId), names.ruleConfig(rule.get()));
      putState(ruleId);
    } else if (rules.remove(ruleId)) {
      states.clear(names.ruleDiscovery(ruleId));
      states.clear(names.ruleState(ruleId));
      states.clear(names.ruleAttributes(ruleId));
    }
  }

  private void take(CaptionEvent caption) {
    if (feeds.add(caption.feedId())) {
      states.put(names.feedDiscovery(caption.feedId()), names.feedConfig(caption.feedId()));
    }
    states.put(names.feedState(caption.feedId()), HomeAssistant.feedStateOf(caption));
    states.put(names.feedAttributes(caption.feedId()), HomeAssistant.feedAttributesOf(caption));
  }

  @Override
  public void tick(Instant now) throws DeliveryException, InterruptedException {
    others.readRules(this::take);
    others.readCaptions(this::take);
    if (!connection.isOpen()) {
      connection.open(names.birth(), names.everyRuleDiscovery());
      states.publishAllAgain();
    }
    for (Mqtt5Publish got = connection.nextReceived();
        got != null;
        got = connection.nextReceived()) {
      receive(got);
    }
    publishStates();
  }

  private void receive(Mqtt5Publish message) {
    String topic = message.getTopic().toString();
    String payload = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
    if (topic.equals(names.birth())) {
      if (payload.equals(HOME_ASSISTANT_STARTED)) {
        states.publishAllAgain();
      }
    } else if (!payload.isEmpty() && !states.wants(topic)) {
      // Of a rule that was deleted while nobody was here to clear it.
      for (String stale : names.ruleTopicsBehind(topic)) {
        states.clear(stale);
      }
    }
  }

  private void publishStates() throws DeliveryException, InterruptedException {
    if (!connection.isOpen()) {
      throw DeliveryException.passing("%s is not connected.".formatted(config), null);
    }
    for (var next = states.next(); next.isPresent(); next = states.next()) {
      connection.publish(next.get().getKey(), next.get().getValue(), true);
      states.published(next.get());
    }
  }

  @Override
  public boolean remembers(String alertId) {
    return firingByRule.values().stream().anyMatch(firing -> firing.contains(alertId));
  }

  @Override
  public void close() {
    connection.close();
    others.close();
  }
}
