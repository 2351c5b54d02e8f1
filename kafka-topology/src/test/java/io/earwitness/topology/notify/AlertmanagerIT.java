package io.earwitness.topology.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earwitness.captioner.alert.Alert.Status;
import io.earwitness.testkit.PeerProgram;
import io.earwitness.topology.RealTopics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's prometheus-alertmanager, told of alerts on a real broker. */
class AlertmanagerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private RealTopics topics;
  private Receiver notified;
  private PeerProgram alertmanager;
  private int port;

  @BeforeEach
  void start() throws Exception {
    String program = PeerProgram.find("prometheus-alertmanager", "prometheus-alertmanager");
    topics = new RealTopics(folder);
    notified = new Receiver(attempt -> 200);
    port = PeerProgram.freePort();
    // group_wait is left at its default of 30 s.
    Path config =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            """
            route:
              receiver: test
              group_by: [rule]
              group_interval: 5s
            receivers:
              - name: test
                webhook_configs: [{url: '%s', send_resolved: true}]
            """
                .formatted(notified.url()));
    alertmanager =
        PeerProgram.start(
            folder.resolve("alertmanager.log"),
            port,
            program,
            "--config.file=" + config,
            "--storage.path=" + folder.resolve("alertmanager"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=");
    topics.settings().put("notify.alertmanager.urls", "http://127.0.0.1:" + port);
  }

  @AfterEach
  void stop() {
    if (alertmanager != null) {
      alertmanager.close();
      notified.close();
      topics.close();
    }
  }

  @Test
  void showsGroupsNotifiesAndResolvesAOneSecondSound() throws Exception {
    topics.settings().put("notify.alertmanager.minimum-firing", "45s");
    topics.settings().put("notify.alertmanager.resend", "5s");
    Instant began = Instant.now();
    try (var running = topics.notifiers(report -> {})) {
      topics.tell(SampleAlerts.of("a", 0, Status.FIRING, began));
      topics.tell(SampleAlerts.of("a", 1, Status.RESOLVED, began.plusSeconds(1)));
      await().atMost(PATIENCE).until(() -> get("/api/v2/alerts").size() == 1);

      JsonNode shown = get("/api/v2/alerts").get(0);
      assertThat(shown.at("/labels/alertname").asText()).isEqualTo("glass");
      assertThat(shown.at("/labels/feed").asText()).isEqualTo("shop-1");
      assertThat(shown.at("/labels/severity").asText()).isEqualTo("warning");
      assertThat(shown.at("/labels/team").asText()).isEqualTo("night");
      assertThat(shown.get("labels").size()).isEqualTo(5);
      assertThat(shown.at("/annotations/alert_id").asText()).isEqualTo("a");
      assertThat(shown.at("/annotations/begin").asText()).isEqualTo(SampleAlerts.HEARD.toString());
      assertThat(Duration.between(began, Instant.parse(shown.get("startsAt").asText())).abs())
          .isLessThan(Duration.ofSeconds(1));
      assertThat(get("/api/v2/alerts/groups").get(0).at("/labels/rule").asText())
          .isEqualTo("glass");

      await().atMost(PATIENCE).until(() -> !notified.posted().isEmpty());
      assertThat(status(0)).isEqualTo("firing");
      await().atMost(PATIENCE).until(() -> notified.posted().size() >= 2);
      assertThat(status(1)).isEqualTo("resolved");
      assertThat(get("/api/v2/alerts")).isEmpty();
    }
  }

  @Test
  void goesOnShowingWhatFiresAfterBothWereRestarted() throws Exception {
    try (var first = topics.notifiers(report -> {})) {
      topics.tell(SampleAlerts.of("a", 0, Status.FIRING, Instant.now()));
      topics.tell(
          SampleAlerts.withFeed("shop-2", SampleAlerts.of("b", 0, Status.FIRING, Instant.now())));
      topics.tell(
          SampleAlerts.withFeed("shop-2", SampleAlerts.of("b", 1, Status.RESOLVED, Instant.now())));
      await().atMost(PATIENCE).until(() -> get("/api/v2/alerts").size() == 2);
    }
    alertmanager.close();
    alertmanager =
        PeerProgram.start(
            folder.resolve("alertmanager-2.log"),
            port,
            PeerProgram.find("prometheus-alertmanager", "prometheus-alertmanager"),
            "--config.file=" + folder.resolve("alertmanager.yml"),
            "--storage.path=" + folder.resolve("forgotten"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=");
    assertThat(get("/api/v2/alerts")).isEmpty();
    try (var second = topics.notifiers(report -> {})) {
      await().atMost(PATIENCE).until(() -> get("/api/v2/alerts?filter=feed%3Dshop-1").size() == 1);
    }
  }

  private String status(int notification) throws Exception {
    return new ObjectMapper()
        .readTree(notified.posted().get(notification).body())
        .get("status")
        .asText();
  }

  private JsonNode get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper().readTree(response.body());
  }
}
