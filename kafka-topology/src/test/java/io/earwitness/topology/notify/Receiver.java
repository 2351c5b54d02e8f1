package io.earwitness.topology.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;

/** An HTTP server that keeps what is posted to it. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final IntUnaryOperator statusOf;
  private final List<Posted> posted = new CopyOnWriteArrayList<>();

  /**
   * @param headers by their names in lower case
   */
  record Posted(int status, Map<String, String> headers, String body) {}

  /**
   * @param statusOf what to answer the first, second, … post (0, 1, …)
   */
  Receiver(IntUnaryOperator statusOf) throws IOException {
    this.statusOf = statusOf;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int status = statusOf.applyAsInt(posted.size());
      posted.add(new Posted(status, headers, body));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  String url() {
    return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
  }

  List<Posted> posted() {
    return posted;
  }

  /** Those that were answered with success. */
  List<Posted> taken() {
    return posted.stream().filter(post -> post.status() / 100 == 2).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
