package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Asks an instance on this machine. */
public final class QueryClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final int port;
  private final List<String> headers;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param headers names and values, in turn
   */
  public QueryClient(int port, String... headers) {
    this.port = port;
    this.headers = List.of(headers);
  }

  /** What came back. */
  public record Answer(int status, JsonNode body) {
    /** The values of one field of a list's items. */
    public List<String> texts(String list, String field) {
      List<String> texts = new ArrayList<>();
      body.path(list).forEach(item -> texts.add(item.path(field).asText()));
      return texts;
    }
  }

  /** Asks once. Whatever moves or starts meanwhile, no answer is a failure of the server itself. */
  public Answer get(String target) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    HttpResponse<String> came = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(came.statusCode()).as("%s: %s", target, came.body()).isNotEqualTo(500);
    return new Answer(came.statusCode(), MAPPER.readTree(came.body()));
  }

  /** A port that nothing listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
