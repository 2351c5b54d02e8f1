package io.earwitness.topology.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.rule.Condition;
import io.earwitness.testkit.PeerProgram;
import io.earwitness.topology.KillableTopology;
import io.earwitness.topology.RealTopics;
import io.earwitness.topology.SampleCaptions;
import io.earwitness.topology.SampleRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mosquitto, as Home Assistant sees it, told of alerts on a real broker. */
class MqttIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String RULE_CONFIG = "homeassistant/binary_sensor/earwitness/glass/config";
  private static final String RULE_STATE = "earwitness/rules/glass/state";

  @TempDir Path folder;
  private final List<Mqtt5Publish> seen = new CopyOnWriteArrayList<>();
  private RealTopics topics;
  private PeerProgram mosquitto;
  private Mqtt5BlockingClient homeAssistant;
  private int port;

  @BeforeEach
  void start() throws Exception {
    String program = PeerProgram.find("mosquitto", "mosquitto");
    topics = new RealTopics(folder);
    port = PeerProgram.freePort();
    Path config =
        Files.writeString(
            folder.resolve("mosquitto.conf"),
            "listener %d 127.0.0.1\nallow_anonymous true\n".formatted(port));
    mosquitto =
        PeerProgram.start(folder.resolve("mosquitto.log"), port, program, "-c", config.toString());
    topics.settings().put("notify.mqtt.url", "mqtt://127.0.0.1:" + port);
    homeAssistant = client();
    homeAssistant.toAsync().publishes(MqttGlobalPublishFilter.ALL, seen::add);
    homeAssistant.connect();
    homeAssistant.subscribeWith().topicFilter("#").qos(MqttQos.AT_LEAST_ONCE).send();
  }

  private Mqtt5BlockingClient client() {
    return Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildBlocking();
  }

  @AfterEach
  void stop() {
    if (mosquitto != null) {
      homeAssistant.disconnect();
      mosquitto.close();
      topics.close();
    }
  }

  @Test
  void carriesDiscoveryAndStatesAgainAfterABirthAndClearsADeletedRule() throws Exception {
    topics.apply(SampleRules.of("glass", 1, "*", new Condition.Sound("glass_breaking", 0.5)));
    try (var running = topics.notifiers(report -> {})) {
      awaitLast("earwitness/status", "online");
      awaitLast(RULE_STATE, "OFF");
      JsonNode config = new ObjectMapper().readTree(last(RULE_CONFIG));
      assertThat(config.get("state_topic").asText()).isEqualTo(RULE_STATE);
      assertThat(config.get("availability_topic").asText()).isEqualTo("earwitness/status");
      assertThat(config.get("unique_id").asText()).isEqualTo("earwitness_rule_glass");

      topics.send(List.of(SampleCaptions.of("kitchen 1", 0)));
      await().atMost(PATIENCE).until(() -> count("window 0 of kitchen 1") == 1);
      assertThat(seen)
          .extracting(message -> message.getTopic().toString())
          .anyMatch(topic -> topic.matches("homeassistant/sensor/earwitness/kitchen_1_.*/config"));

      topics.tell(SampleAlerts.of("a", 0, Status.FIRING, Instant.now()));
      awaitLast(RULE_STATE, "ON");
      await().atMost(PATIENCE).until(() -> !last("earwitness/alerts").isEmpty());
      assertThat(new ObjectMapper().readTree(last("earwitness/alerts")).get("alertId").asText())
          .isEqualTo("a");

      long before = seen.size();
      homeAssistant
          .publishWith()
          .topic("homeassistant/status")
          .payload("online".getBytes(StandardCharsets.UTF_8))
          .send();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  seen.stream()
                          .skip(before)
                          .filter(m -> m.getTopic().toString().equals(RULE_CONFIG))
                          .count()
                      == 1);

      topics.tell(SampleAlerts.of("a", 1, Status.RESOLVED, Instant.now()));
      awaitLast(RULE_STATE, "OFF");
      topics.delete("glass");
      awaitLast(RULE_CONFIG, "");
      awaitLast(RULE_STATE, "");
    }
    awaitLast("earwitness/status", "offline");
  }

  @Test
  void tellsOfADeathByLastWillAndClearsARuleThatWasDeletedMeanwhile() throws Exception {
    topics.apply(SampleRules.of("glass", 1, "*", new Condition.Sound("glass_breaking", 0.5)));
    try (var killed = KillableTopology.start(topics.settings())) {
      awaitLast(RULE_STATE, "OFF");
      killed.kill();
    }
    awaitLast("earwitness/status", "offline");
    topics.delete("glass");
    try (var running = topics.notifiers(report -> {})) {
      awaitLast("earwitness/status", "online");
      awaitLast(RULE_CONFIG, "");
    }
  }

  private void awaitLast(String topic, String payload) {
    await(topic).atMost(PATIENCE).until(() -> last(topic).equals(payload) && wasSeen(topic));
  }

  private boolean wasSeen(String topic) {
    return seen.stream().anyMatch(message -> message.getTopic().toString().equals(topic));
  }

  /** The newest payload of a topic. */
  private String last(String topic) {
    return seen.stream()
        .filter(message -> message.getTopic().toString().equals(topic))
        .reduce((first, second) -> second)
        .map(MqttIT::payload)
        .orElse("");
  }

  private long count(String payload) {
    return seen.stream().filter(message -> payload(message).equals(payload)).count();
  }

  private static String payload(Mqtt5Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }
}
