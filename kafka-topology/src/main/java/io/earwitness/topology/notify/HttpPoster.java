package io.earwitness.topology.notify;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Posts JSON. Safe for use by several threads. */
final class HttpPoster {
  private static final int MOST_SHOWN = 200;

  private final HttpClient client;
  private final Duration timeout;

  HttpPoster(Duration timeout) {
    this.timeout = timeout;
    this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /**
   * Posts, and returns if the answer is that all is well.
   *
   * @throws DeliveryException lasting if the request is refused as such; passing if there was no
   *     answer, or one that says that it may work later
   */
  void post(URI address, Map<String, String> headers, byte[] body)
      throws DeliveryException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw DeliveryException.passing(
          "%s does not answer: nothing listens there.".formatted(shown(address)), e);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw DeliveryException.passing("%s does not answer: %s.".formatted(shown(address), why), e);
    }
    int status = response.statusCode();
    if (status / 100 == 2) {
      return;
    }
    String said = response.body().strip();
    String sentence =
        "%s answers with status %d%s."
            .formatted(
                shown(address),
                status,
                said.isEmpty()
                    ? ""
                    : ": " + said.substring(0, Math.min(MOST_SHOWN, said.length())));
    boolean mayWorkLater = status == 408 || status == 425 || status == 429 || status / 100 == 5;
    throw mayWorkLater
        ? DeliveryException.passing(sentence, null)
        : DeliveryException.lasting(sentence);
  }

  /** Without what may be secret: credentials and the query. */
  static String shown(URI address) {
    return "%s://%s%s%s"
        .formatted(
            address.getScheme(),
            address.getHost(),
            address.getPort() < 0 ? "" : ":" + address.getPort(),
            address.getPath() == null ? "" : address.getPath());
  }
}
