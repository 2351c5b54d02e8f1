package io.earwitness.topology.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.captioner.caption.HeardSound;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DerivedId;
import io.earwitness.captioner.rule.AlertRule;

/**
 * Topics and payloads as Home Assistant's MQTT discovery wants them: a binary sensor for each rule,
 * a sensor for each feed. See home-assistant.io/integrations/mqtt.
 */
final class HomeAssistant {
  /** Home Assistant takes no longer state. */
  private static final int LONGEST_STATE = 255;

  private final String topic;
  private final String discovery;

  HomeAssistant(MqttConfig config) {
    this.topic = config.topic();
    this.discovery = config.discovery();
  }

  /** {@code online} or, by last will, {@code offline}. */
  String availability() {
    return topic + "/status";
  }

  /** Home Assistant's own, on which it tells that it has started. */
  String birth() {
    return discovery + "/status";
  }

  /** Every revision of every alert, not retained. */
  String alerts() {
    return topic + "/alerts";
  }

  String ruleState(String ruleId) {
    return "%s/rules/%s/state".formatted(topic, objectId(ruleId));
  }

  String ruleAttributes(String ruleId) {
    return "%s/rules/%s/attributes".formatted(topic, objectId(ruleId));
  }

  String feedState(String feedId) {
    return "%s/feeds/%s/state".formatted(topic, objectId(feedId));
  }

  String feedAttributes(String feedId) {
    return "%s/feeds/%s/attributes".formatted(topic, objectId(feedId));
  }

  String ruleDiscovery(String ruleId) {
    return "%s/binary_sensor/%s/%s/config".formatted(discovery, topic, objectId(ruleId));
  }

  /** Matches the discovery topics of all rules. */
  String everyRuleDiscovery() {
    return "%s/binary_sensor/%s/+/config".formatted(discovery, topic);
  }

  /** The topics of a rule that lies behind a discovery topic. */
  String[] ruleTopicsBehind(String discoveryTopic) {
    String[] parts = discoveryTopic.split("/");
    String object = parts[parts.length - 2];
    return new String[] {
      discoveryTopic,
      "%s/rules/%s/state".formatted(topic, object),
      "%s/rules/%s/attributes".formatted(topic, object)
    };
  }

  String feedDiscovery(String feedId) {
    return "%s/sensor/%s/%s/config".formatted(discovery, topic, objectId(feedId));
  }

  String ruleConfig(AlertRule rule) {
    ObjectNode config = config("rule", rule.ruleId());
    config
        .put("state_topic", ruleState(rule.ruleId()))
        .put("json_attributes_topic", ruleAttributes(rule.ruleId()))
        .put("payload_on", "ON")
        .put("payload_off", "OFF")
        .put("device_class", "sound");
    return config.toString();
  }

  String feedConfig(String feedId) {
    ObjectNode config = config("feed", feedId);
    config
        .put("state_topic", feedState(feedId))
        .put("json_attributes_topic", feedAttributes(feedId))
        .put("icon", "mdi:ear-hearing");
    return config.toString();
  }

  private ObjectNode config(String kind, String name) {
    ObjectNode config =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("unique_id", "%s_%s_%s".formatted(topic, kind, objectId(name)))
            .put("object_id", "%s_%s".formatted(topic, objectId(name)))
            .put("availability_topic", availability());
    ObjectNode device = config.putObject("device");
    device.putArray("identifiers").add(topic);
    device.put("name", "Earwitness").put("manufacturer", "Earwitness");
    return config;
  }

  static String feedStateOf(CaptionEvent caption) {
    String text = caption.captioning().text();
    return text.length() <= LONGEST_STATE ? text : text.substring(0, LONGEST_STATE - 1) + "…";
  }

  static String feedAttributesOf(CaptionEvent caption) {
    ObjectNode attributes =
        JsonNodeFactory.instance
            .objectNode()
            .put("feed", caption.feedId())
            .put("start", caption.begin().toString())
            .put("end", caption.end().toString())
            .put("confidence", caption.captioning().confidence())
            .put("rms_dbfs", caption.level().rmsDbfs())
            .put("missing_share", caption.missingShare());
    ObjectNode sounds = attributes.putObject("sounds");
    for (HeardSound sound : caption.captioning().sounds()) {
      sounds.put(sound.label(), Math.max(sound.score(), sounds.path(sound.label()).asDouble(0)));
    }
    return attributes.toString();
  }

  /** What may stand in a topic and in an entity's name, and is another for another name. */
  static String objectId(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.equals(name) ? name : plain + "_" + DerivedId.of(name).substring(0, 6);
  }
}
