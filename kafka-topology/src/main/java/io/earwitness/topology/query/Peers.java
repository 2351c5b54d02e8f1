package io.earwitness.topology.query;

import io.earwitness.web.RefusedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks the other instances. What they are asked they answer by themselves ({@link #FORWARDED}), so
 * that two instances of different opinion never send a query to and fro. Safe for use by several
 * threads.
 */
final class Peers {
  /** Names the instance that forwarded a query; such a query is not forwarded again. */
  static final String FORWARDED = "Earwitness-Forwarded-By";

  private final Instance self;
  private final Optional<String> token;
  private final Duration timeout;
  private final QueryMeters meters;
  private final HttpClient client;

  Peers(QueriesConfig config, QueryMeters meters) {
    this.self = config.advertised();
    this.token = config.token();
    this.timeout = config.timeout();
    this.meters = meters;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What another instance answered. */
  record Answer(Instance from, int status, String body) {
    boolean isWell() {
      return status == 200;
    }
  }

  /** An instance did not answer. */
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(Instance peer, Throwable cause) {
      super("The instance %s does not answer (%s).".formatted(peer, reason(cause)), cause);
    }

    private static String reason(Throwable cause) {
      return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    RefusedException refusal() {
      return RefusedException.notNow(
          getMessage()
              + " Another one takes over within seconds; ask again, or ask with stale=true.",
          this);
    }
  }

  /** Answers to come from one instance. */
  record Asked(Instance peer, CompletableFuture<HttpResponse<String>> response) {
    Answer await() throws Unreachable {
      try {
        HttpResponse<String> came = response.join();
        return new Answer(peer, came.statusCode(), came.body());
      } catch (CompletionException e) {
        throw new Unreachable(peer, e.getCause());
      }
    }
  }

  /**
   * @param target path and query, as they came
   */
  Asked ask(Instance peer, String target) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + peer + target))
            .timeout(timeout)
            .header(FORWARDED, self.toString())
            .header("Accept", "application/json");
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    meters.forwarded();
    return new Asked(
        peer,
        client
            .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
            .whenComplete((response, failure) -> count(failure)));
  }

  private void count(Throwable failure) {
    if (failure != null) {
      meters.unreachable();
    }
  }
}
