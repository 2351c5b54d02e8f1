package io.earwitness.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} in Prometheus' text format and {@code GET /health} with 200 or 503
 * and a sentence. Reads only; every other path or method is refused. Safe for use by several
 * threads.
 */
public final class MetricsServer implements AutoCloseable {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";
  private static final int NO_BODY = -1;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<Health> health;
  private final HttpServer server;
  private final ExecutorService worker;

  private MetricsServer(HttpServer server, Supplier<Health> health) {
    this.server = server;
    this.health = health;
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to serve.
   *
   * @param health asked at each request; must answer at once
   * @throws MetricsException if the port can't be opened
   */
  public static MetricsServer start(MetricsEndpoint endpoint, Supplier<Health> health) {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(endpoint.host(), endpoint.port()), 0);
    } catch (IOException | IllegalArgumentException e) {
      throw new MetricsException(
          "The metrics can't be served on %s:%d: %s."
              .formatted(endpoint.host(), endpoint.port(), e.getMessage()),
          e);
    }
    var server = new MetricsServer(http, health);
    new JvmMeters().bindTo(server.meters);
    http.createContext("/metrics", server::tellMetrics);
    http.createContext("/health", server::tellHealth);
    http.setExecutor(server.worker);
    http.start();
    return server;
  }

  /** For whoever has something to measure. */
  public MeterRegistry meters() {
    return meters;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void tellMetrics(HttpExchange exchange) throws IOException {
    if (isRead(exchange, "/metrics")) {
      answer(exchange, HttpURLConnection.HTTP_OK, METRICS_TYPE, meters.scrape());
    }
  }

  private void tellHealth(HttpExchange exchange) throws IOException {
    if (isRead(exchange, "/health")) {
      Health now = health.get();
      int status = now.well() ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
      answer(exchange, status, TEXT_TYPE, now.sentence() + "\n");
    }
  }

  /** Refuses what is neither GET nor HEAD, and paths below the one that is served. */
  private static boolean isRead(HttpExchange exchange, String path) throws IOException {
    boolean reads =
        exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
    if (!reads) {
      answer(exchange, HttpURLConnection.HTTP_BAD_METHOD, TEXT_TYPE, "Only GET is served.\n");
      return false;
    }
    if (!exchange.getRequestURI().getPath().equals(path)) {
      answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, TEXT_TYPE, "There is no such page.\n");
      return false;
    }
    return true;
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, isHead ? NO_BODY : body.length);
      if (!isHead) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    worker.shutdownNow();
    meters.close();
  }
}
