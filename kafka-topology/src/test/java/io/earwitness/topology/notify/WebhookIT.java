package io.earwitness.topology.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.captioner.alert.Alert;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.topology.RealTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts on a real broker, posted to a real HTTP server. */
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SECRET = "it stays between us";

  @TempDir Path folder;
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private RealTopics topics;

  @BeforeEach
  void start() {
    topics = new RealTopics(folder);
    topics.settings().put("notify.webhook.secret", SECRET);
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void getsEachRevisionSignedAndInOrderAfterAFailureAndNothingTwiceAfterARestart()
      throws Exception {
    Instant now = Instant.now();
    try (var receiver = new Receiver(attempt -> attempt < 2 ? 503 : 204)) {
      topics.settings().put("notify.webhook.url", receiver.url());
      // A dead target beside it holds nobody up.
      topics.settings().put("notify.alertmanager.urls", "http://127.0.0.1:1");
      try (var running = topics.notifiers(reports::add)) {
        topics.tell(SampleAlerts.of("a", 0, Status.FIRING, now));
        topics.tell(SampleAlerts.of("a", 1, Status.RESOLVED, now));
        await().atMost(PATIENCE).until(() -> receiver.taken().size() >= 2);
      }
      try (var again = topics.notifiers(reports::add)) {
        topics.tell(SampleAlerts.of("b", 0, Status.FIRING, now));
        await().atMost(PATIENCE).until(() -> receiver.taken().size() >= 3);
      }
      assertThat(receiver.taken())
          .extracting(post -> post.headers().get("webhook-id"))
          .containsExactly("a-0", "a-1", "b-0");
      for (Receiver.Posted post : receiver.posted()) {
        assertThat(post.headers().get("webhook-signature")).isEqualTo("v1," + signature(post));
      }
      JsonNode event = new ObjectMapper().readTree(receiver.taken().get(1).body());
      assertThat(event.get("specversion").asText()).isEqualTo("1.0");
      assertThat(event.get("id").asText()).isEqualTo("a-1");
      assertThat(event.get("type").asText()).isEqualTo("io.earwitness.Alert");
      assertThat(event.get("source").asText()).isEqualTo("/feeds/shop-1");
      assertThat(event.at("/data/status").asText()).isEqualTo("RESOLVED");
      assertThat(event.at("/data/evidence/0/caption").asText()).contains("glass smashes");
      assertThat(reports)
          .anyMatch(line -> line.contains("status 503") && line.contains("tried again"))
          .anyMatch(line -> line.contains("The webhook") && line.contains("answers again"))
          .anyMatch(line -> line.contains("127.0.0.1:1/api/v2/alerts does not answer"));
    }
  }

  @Test
  void thatRefusesOrStaysDeadTooLongLeavesDeadLetters() throws Exception {
    topics.settings().put("notify.webhook.give-up-after", "2s");
    Instant now = Instant.now();
    try (var receiver = new Receiver(attempt -> attempt == 0 ? 404 : 500)) {
      topics.settings().put("notify.webhook.url", receiver.url());
      try (var running = topics.notifiers(reports::add)) {
        topics.tell(SampleAlerts.of("refused", 0, Status.FIRING, now));
        await().atMost(PATIENCE).until(() -> topics.deadLetters().size() == 1);
        topics.tell(SampleAlerts.of("late", 0, Status.FIRING, Instant.now()));
        await().atMost(PATIENCE).until(() -> topics.deadLetters().size() == 2);
      }
      List<DeadLetter> letters = topics.deadLetters();
      assertThat(letters).extracting(DeadLetter::stage).containsOnly(DeadLetter.Stage.NOTIFY);
      assertThat(letters)
          .extracting(DeadLetter::sentence)
          .anyMatch(sentence -> sentence.contains("404"))
          .anyMatch(sentence -> sentence.contains("500"));
      assertThat(letters).extracting(DeadLetter::topic).containsOnly("audio.alerts");
      List<Alert> alerts = topics.alerts();
      assertThat(letters).hasSameSizeAs(alerts);
    }
  }

  /** As a receiver would, by the text of the specification. */
  private static String signature(Receiver.Posted post) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed =
        post.headers().get("webhook-id")
            + "."
            + post.headers().get("webhook-timestamp")
            + "."
            + post.body();
    return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
