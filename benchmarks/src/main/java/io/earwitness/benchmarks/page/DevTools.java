package io.earwitness.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets a Chromium evaluate JavaScript, by the DevTools protocol. One question at a time. */
final class DevTools implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING =
      Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:\\d+)/.*");
  private static final long PATIENCE_SECONDS = 600;

  private final StringBuilder received = new StringBuilder();
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private WebSocket socket;

  private DevTools() {}

  /** Those of a Chromium that has just been started, for its first page. */
  static DevTools of(Process chromium) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    URI pages = URI.create("http://%s/json/list".formatted(place(chromium)));
    String list =
        client
            .send(HttpRequest.newBuilder(pages).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode page : JSON.readTree(list)) {
      if (page.path("type").asText().equals("page")) {
        var tools = new DevTools();
        tools.socket =
            client
                .newWebSocketBuilder()
                .buildAsync(URI.create(page.path("webSocketDebuggerUrl").asText()), tools)
                .join();
        return tools;
      }
    }
    throw new IOException("Chromium has no page: " + list);
  }

  private static String place(Process chromium) throws IOException {
    var lines =
        new BufferedReader(
            new InputStreamReader(chromium.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        // What it says from now on must not fill the pipe.
        Thread reader = new Thread(() -> lines.lines().forEach(said -> {}), "chromium");
        reader.setDaemon(true);
        reader.start();
        return listening.group(1);
      }
    }
    throw new IOException("Chromium did not start");
  }

  /** What a promise resolves to. */
  JsonNode evaluate(String promise) throws Exception {
    var command = JSON.createObjectNode().put("id", 1).put("method", "Runtime.evaluate");
    command
        .putObject("params")
        .put("expression", promise)
        .put("awaitPromise", true)
        .put("returnByValue", true);
    socket.sendText(command.toString(), true).join();
    JsonNode result = JSON.readTree(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).path("result");
    if (result.has("exceptionDetails")) {
      throw new IOException("The page failed: " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    received.append(data);
    if (last) {
      answer.complete(received.toString());
      received.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
