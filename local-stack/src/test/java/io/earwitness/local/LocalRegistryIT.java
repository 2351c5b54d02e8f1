package io.earwitness.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryIT {
  private static final String RECORD_WITH_A =
      """
      {"schema": "{\\"type\\": \\"record\\", \\"name\\": \\"R\\", \\"fields\\": \
      [{\\"name\\": \\"a\\", \\"type\\": \\"%s\\"}]}"}""";

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void keepsSchemasOverARestartAndRefusesAnIncompatibleOne() throws Exception {
    try (LocalRegistry registry = LocalRegistry.start(folder, 0)) {
      assertThat(register(registry, RECORD_WITH_A.formatted("int"))).isEqualTo(200);
    }
    try (LocalRegistry registry = LocalRegistry.start(folder, 0)) {
      assertThat(get(registry, "/subjects")).contains("told-value");
      assertThat(get(registry, "/config")).contains("FULL_TRANSITIVE");
      assertThat(register(registry, RECORD_WITH_A.formatted("string"))).isEqualTo(409);
    }
  }

  @Test
  void keepsTheFolderToItself() {
    try (LocalRegistry first = LocalRegistry.start(folder, 0)) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> LocalRegistry.start(folder, 0))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void saysWhereItsProgramIsMissing() {
    String home = System.getProperty(LocalRegistry.HOME_PROPERTY);
    System.setProperty(LocalRegistry.HOME_PROPERTY, folder.resolve("nothing").toString());
    try {
      assertThatThrownBy(() -> LocalRegistry.start(folder, 0))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("nothing");
    } finally {
      System.setProperty(LocalRegistry.HOME_PROPERTY, home);
    }
  }

  private int register(LocalRegistry registry, String schema) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/told-value/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(schema))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String get(LocalRegistry registry, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
