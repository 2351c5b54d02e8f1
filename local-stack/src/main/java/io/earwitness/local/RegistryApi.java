package io.earwitness.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The one thing that is asked of a fresh registry. */
final class RegistryApi {
  private static final byte[] FULL_TRANSITIVE =
      "{\"compatibility\": \"FULL_TRANSITIVE\"}".getBytes(StandardCharsets.UTF_8);
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

  private final URI base;

  RegistryApi(URI base) {
    this.base = base;
  }

  /**
   * Sets the global compatibility, whose default is to allow everything.
   *
   * @return {@code false} if the registry does not serve yet
   */
  boolean requireFullTransitive() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + "/config").toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("PUT");
    connection.setRequestProperty("Content-Type", "application/vnd.schemaregistry.v1+json");
    connection.setDoOutput(true);
    try {
      connection.getOutputStream().write(FULL_TRANSITIVE);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (SocketException | SocketTimeoutException e) {
      return false;
    } finally {
      connection.disconnect();
    }
  }
}
