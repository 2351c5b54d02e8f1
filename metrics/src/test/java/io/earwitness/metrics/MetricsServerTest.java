package io.earwitness.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private static final MetricsEndpoint ANY_PORT = new MetricsEndpoint("127.0.0.1", 0);

  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health(true, "It runs."));
  private final MetricsServer server = MetricsServer.start(ANY_PORT, health::get);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void metricsComeInPrometheusTextFormat() throws Exception {
    server.meters().counter("earwitness.test.windows", "feed", "yard").increment(3);

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains("# TYPE earwitness_test_windows_total counter")
        .contains("earwitness_test_windows_total{feed=\"yard\"} 3.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void healthIsAStatusAndASentence() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);

    health.set(new Health(false, "The application is ERROR."));

    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).isEqualTo("The application is ERROR.\n");
  }

  @Test
  void nothingElseIsServed() throws Exception {
    HttpResponse<String> posted =
        send(
            HttpRequest.newBuilder(uri("/metrics")).POST(HttpRequest.BodyPublishers.ofString("x")));

    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(get("/metrics/secret").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void aPortInUseIsToldInASentence() {
    var taken = new MetricsEndpoint("127.0.0.1", server.port());

    assertThatThrownBy(() -> MetricsServer.start(taken, health::get))
        .isInstanceOf(MetricsException.class)
        .hasMessage(
            "The metrics can't be served on 127.0.0.1:%d: Address already in use.", server.port());
  }

  @Test
  void withoutAPortNothingIsServed() {
    Settings silent = Settings.of(AllSettings.CATALOGUE).resolve();
    Settings open = Settings.of(AllSettings.CATALOGUE).set("metrics.port", "9464").resolve();

    assertThat(MetricsEndpoint.of(silent)).isEmpty();
    assertThat(MetricsEndpoint.of(open)).hasValue(new MetricsEndpoint("127.0.0.1", 9464));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
  }
}
