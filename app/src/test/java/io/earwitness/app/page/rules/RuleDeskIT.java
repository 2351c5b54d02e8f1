package io.earwitness.app.page.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earwitness.app.page.Heard;
import io.earwitness.app.rules.RuleModel;
import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.rule.FeedLabels;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.CaptionSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RuleDeskIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final String CAPTIONS = "rule-desk-it.captions";
  private static final String BUNDLE = "../captioner-onnx/src/test/resources/tiny-bundle";
  private static final String LOST =
      "rules: {lost: {any: [{health: stalled, lasting: 1m}], summary: \"{feed} is {label}\"}}";

  @Test
  void aTestOnHistoryFindsTheFeedThatStoppedForGood() throws Exception {
    Instant now = Instant.now();
    Instant stopping = now.minusSeconds(600);
    hear("gone", stopping, "here", now.minusSeconds(20));
    Settings settings =
        Settings.of(AllSettings.CATALOGUE)
            .set(KafkaSettings.BOOTSTRAP_SERVERS.key(), STACK.kafka().bootstrapServers())
            .set(KafkaSettings.REGISTRY_URL.key(), STACK.registry().urls().get(0))
            .set(CaptionSettings.BUNDLE.key(), BUNDLE)
            .set("topics.captions", CAPTIONS)
            .resolve();
    var desk = new RuleDesk(settings, RuleModel.of(settings), FeedLabels.of(Map.of()));

    JsonNode found = desk.test(LOST, now.minusSeconds(3600), now.plusSeconds(60));
    assertThat(found.path("count").asInt()).isEqualTo(1);
    assertThat(found.path("alerts").path(0).path("summary").asText()).isEqualTo("gone is stalled");
    assertThat(found.path("alerts").path(0).path("status").asText()).isEqualTo("FIRING");

    JsonNode before = desk.test(LOST, now.minusSeconds(3600), stopping.plusSeconds(60));
    assertThat(before.path("count").asInt()).as("nothing was missing yet").isZero();
  }

  private static void hear(String one, Instant oneSince, String other, Instant otherSince)
      throws Exception {
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      admin.createMissing(List.of(new TopicDefinition(CAPTIONS, 1, 1, Map.of())));
    }
    var bytes = new ByteArraySerializer();
    try (EventWriter<CaptionEvent> writer =
            EventWriter.open(EventTypes.CAPTION, CAPTIONS, STACK.registry());
        var producer = new KafkaProducer<>(STACK.kafka().clientConfig(), bytes, bytes)) {
      for (int window = 0; window < 3; window++) {
        producer.send(writer.record(Heard.captionSince(oneSince, one, window, "rain"))).get();
        producer.send(writer.record(Heard.captionSince(otherSince, other, window, "rain"))).get();
      }
    }
  }
}
