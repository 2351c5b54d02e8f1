package io.earwitness.topology.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.earwitness.topology.QueryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two servers that are of different opinion, and a third that does not answer. */
class QueryServerIT {
  private static final String TOKEN = "a-token-of-some-length";

  private final QueriesConfig oneConfig = config();
  private final QueriesConfig otherConfig = config();
  private final Instance one = oneConfig.advertised();
  private final Instance other = otherConfig.advertised();
  private final Instance dead = config().advertised();
  private final QueryServer oneServer = QueryServer.start(oneConfig);
  private final QueryServer otherServer = QueryServer.start(otherConfig);
  private final QueryClient client =
      new QueryClient(oneConfig.port(), "Authorization", "Bearer " + TOKEN);

  private static QueriesConfig config() {
    int port = QueryClient.freePort();
    return new QueriesConfig(
        "127.0.0.1",
        port,
        new Instance("127.0.0.1", port),
        Optional.of(TOKEN),
        Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    oneServer.close();
    otherServer.close();
  }

  @Test
  void asksTheInstanceThatHoldsTheFeedAndBringsItTheToken() throws Exception {
    String feed = "Bäcker 1";
    String path = "/v1/feeds/B%C3%A4cker%201";
    oneServer.serve(new FakeHoldings(one, one, other).knowing(feed, other));
    otherServer.serve(new FakeHoldings(other, one, other).knowing(feed, other).working(feed));

    assertThat(client.get(path).body().path("feed").asText()).isEqualTo(feed);
    assertThat(new QueryClient(oneConfig.port()).get(path).status()).isEqualTo(403);
  }

  @Test
  void doesNotSendAQueryToAndFro() throws Exception {
    oneServer.serve(new FakeHoldings(one, one, other).knowing("till", other));
    otherServer.serve(new FakeHoldings(other, one, other).knowing("till", one));

    QueryClient.Answer answer = client.get("/v1/feeds/till");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().path("error").asText()).contains("till", "handed over");
  }

  @Test
  void namesTheInstanceThatDoesNotAnswerAndReadsACopyOnlyWhenAsked() throws Exception {
    FakeHoldings holdings =
        new FakeHoldings(one, one, dead).knowing("till", dead, one).keepingWarm("till");
    oneServer.serve(holdings);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    oneServer.bindTo(meters);

    QueryClient.Answer refused = client.get("/v1/feeds/till/timeline");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body().path("error").asText()).contains(dead.toString());
    assertThat(client.get("/v1/feeds").body().path("error").asText()).contains(dead.toString());

    QueryClient.Answer stale = client.get("/v1/feeds/till?stale=true");
    assertThat(stale.status()).isEqualTo(200);
    assertThat(stale.body().path("stale").asBoolean()).isTrue();
    QueryClient.Answer list = client.get("/v1/feeds?stale=true");
    assertThat(list.texts("feeds", "feed")).containsExactly("till");
    assertThat(list.body().path("unreachable").get(0).asText()).isEqualTo(dead.toString());
    assertThat(meters.get("earwitness.queries.unreachable").counter().count()).isEqualTo(4);
    assertThat(
            meters
                .get("earwitness.queries")
                .tags("resource", "timeline", "status", "503")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void prefersWhatIsFreshAndPutsPartsTogetherInOrder() throws Exception {
    oneServer.serve(new FakeHoldings(one, one, other).working("b").keepingWarm("a"));
    otherServer.serve(new FakeHoldings(other, one, other).working("a").working("c"));

    QueryClient.Answer answer = client.get("/v1/feeds?stale=true");

    assertThat(answer.texts("feeds", "feed")).containsExactly("a", "b", "c");
    assertThat(answer.body().path("stale").asBoolean()).isFalse();
    assertThat(client.get("/v1/feeds?feed=c").texts("feeds", "feed")).containsExactly("c");
  }

  @Test
  void tellsNoListThatIsIncomplete() throws Exception {
    oneServer.serve(new FakeHoldings(one, one).working("a").lacking(1));

    assertThat(client.get("/v1/feeds").status()).isEqualTo(503);
    assertThat(client.get("/v1/feeds?stale=true").texts("feeds", "feed")).containsExactly("a");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(client.get("/v1/feeds").body().path("error").asText()).contains("starts");
    oneServer.serve(new FakeHoldings(one, one).knowing("till", one).working("till"));

    assertThat(client.get("/v1/feeds/till/timeline?from=noon").status()).isEqualTo(400);
    assertThat(client.get("/v1/feeds/till?stale=perhaps").status()).isEqualTo(400);
    assertThat(client.get("/").body().path("resources").toString()).contains("/v1/alerts");
    QueryClient.Answer nowhere = client.get("/v1/nonsense");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.body().path("error").asText())
        .isEqualTo("There is nothing at /v1/nonsense.");
  }

  @Test
  void aTakenPortIsOneSentenceAndNothingInTheLog() {
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    Logger javalin = (Logger) LoggerFactory.getLogger("io.javalin");
    javalin.addAppender(logged);
    try {
      assertThatThrownBy(() -> QueryServer.start(oneConfig))
          .isInstanceOf(QueriesException.class)
          .hasMessageContaining("queries.port");
      assertThat(logged.list).isEmpty();
    } finally {
      javalin.detachAppender(logged);
    }
  }
}
