package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.captioner.rule.Condition;
import io.earwitness.settings.keys.AlertingSettings;
import io.earwitness.settings.keys.FeedSettings;
import io.earwitness.settings.keys.QueriesSettings;
import io.earwitness.settings.keys.SoundSettings;
import io.earwitness.settings.keys.TopologySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the application, asked over HTTP. */
class QueriesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> FEEDS = List.of("cellar", "garden", "kitchen", "roof");

  @TempDir Path folder;
  private RealTopics topics;
  private final int firstPort = QueryClient.freePort();
  private final int secondPort = QueryClient.freePort();
  private final QueryClient first = new QueryClient(firstPort);
  private final QueryClient second = new QueryClient(secondPort);

  @BeforeEach
  void start() {
    topics = new RealTopics(folder);
    topics.settings().put(TopologySettings.STANDBY_REPLICAS.key(), "1");
    topics.settings().put(QueriesSettings.PORT.key(), Integer.toString(firstPort));
    // The feeds bring nothing more: all that they began goes on as long as the test.
    topics.settings().put(AlertingSettings.IDLE_TIMEOUT.key(), "10m");
    topics.settings().put(SoundSettings.IDLE_TIMEOUT.key(), "10m");
    topics.settings().put(FeedSettings.STALLED_AFTER.key(), "10m");
    topics.apply(SampleRules.of("siren", 1, "*", new Condition.Sound("siren", 0.5)));
    for (String feed : FEEDS) {
      topics.send(SampleCaptions.hearing(feed, SampleCaptions.BEGIN, 40, "siren", 12, 40));
    }
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void eitherInstanceAnswersForBothAndForOneThatIsGone() throws Exception {
    Map<String, String> other = new HashMap<>(topics.settings());
    other.put(TopologySettings.STATE_FOLDER.key(), folder.resolve("other").toString());
    other.put(QueriesSettings.PORT.key(), Integer.toString(secondPort));
    try (TopologyApp survivor = TopologyApp.start(topics.config());
        KillableTopology killed = KillableTopology.start(other)) {
      awaitBothAtWork();

      bothAnswerAlike();

      String feed = heldBySecond();
      killed.kill();
      QueryClient.Answer refused = first.get("/v1/feeds/" + feed);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body().path("error").asText()).contains("127.0.0.1:" + secondPort);
      QueryClient.Answer stale = first.get("/v1/feeds/" + feed + "/timeline?stale=true");
      assertThat(stale.body().path("stale").asBoolean()).isTrue();
      assertThat(stale.texts("captions", "caption")).hasSize(7);

      await()
          .atMost(PATIENCE)
          .until(() -> first.get("/v1/feeds").texts("feeds", "feed").equals(FEEDS));
      assertThat(first.get("/v1/feeds/" + feed + "/timeline").texts("captions", "caption"))
          .hasSize(7);
      assertThat(survivor.queriesAddress()).hasValue("http://127.0.0.1:" + firstPort);
    }
  }

  /** Each works on some feeds, and keeps those of the other warm. */
  private void awaitBothAtWork() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                List.of(first, second).stream()
                    .allMatch(
                        client ->
                            answered(client, "/v1/feeds").equals(FEEDS)
                                && answered(local(client), "/v1/feeds").size() < FEEDS.size()
                                && answered(local(client), "/v1/feeds?stale=true").equals(FEEDS)
                                && answered(client, "/v1/alerts").size() == FEEDS.size()));
  }

  private QueryClient local(QueryClient client) {
    return new QueryClient(
        client.equals(first) ? firstPort : secondPort, "Earwitness-Forwarded-By", "a test");
  }

  private static List<String> answered(QueryClient client, String target) {
    try {
      return client.get(target).body().findValuesAsText("feed").stream().distinct().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void bothAnswerAlike() throws Exception {
    for (String target :
        List.of(
            "/v1/feeds",
            "/v1/feeds/kitchen",
            "/v1/feeds/cellar/timeline?from=2026-03-01T12:00:05Z&to=2026-03-01T12:00:25Z&limit=3",
            "/v1/feeds/roof/timeline?embeddings=true",
            "/v1/sound-events",
            "/v1/alerts?feed=garden",
            "/v1/rules",
            "/v1/feeds/nowhere")) {
      QueryClient.Answer answer = first.get(target);
      assertThat(second.get(target)).as(target).isEqualTo(answer);
    }
    QueryClient.Answer timeline =
        first.get(
            "/v1/feeds/cellar/timeline?from=2026-03-01T12:00:05Z&to=2026-03-01T12:00:25Z&limit=3");
    assertThat(timeline.texts("captions", "start"))
        .containsExactly("2026-03-01T12:00:10Z", "2026-03-01T12:00:15Z", "2026-03-01T12:00:20Z");
    assertThat(timeline.body().path("more").asBoolean()).isTrue();
    assertThat(first.get("/v1/sound-events").texts("soundEvents", "label")).containsOnly("siren");
    assertThat(first.get("/v1/alerts?feed=garden").texts("alerts", "status"))
        .containsExactly("FIRING");
    assertThat(first.get("/v1/rules").body().findValuesAsText("sound")).containsExactly("siren");
    assertThat(first.get("/v1/feeds/nowhere").status()).isEqualTo(404);
  }

  private String heldBySecond() {
    return answered(local(second), "/v1/feeds").get(0);
  }
}
