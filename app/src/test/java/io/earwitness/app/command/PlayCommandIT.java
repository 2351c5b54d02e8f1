package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earwitness.app.up.EarwitnessProcess;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PlayCommandIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final String CHUNKS = "play-it.chunks";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final int metricsPort = freePort();

  @Test
  void aFileOfFeedsIsFollowedBesideBrokersThatRunAlready() throws Exception {
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      Settings settings = Settings.of(AllSettings.CATALOGUE).set("topics.chunks", CHUNKS).resolve();
      admin.createMissing(List.of(Topics.of(settings).chunks()));
    }
    Path file = Files.writeString(folder.resolve("feeds.yaml"), "feeds:\n  yard: demo\n");
    try (var play = play(file)) {
      play.awaitSaid("yard: plays");
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(metrics())
                      .contains("earwitness_feed_connected{feed=\"yard\"} 1.0")
                      .contains("earwitness_feed_interruptions_total{feed=\"yard\"} 0.0")
                      .contains("earwitness_ingest_stuck_seconds{feed=\"yard\"} 0.0")
                      .contains("earwitness_ingest_buffer_bytes{feed=\"yard\"} 0.0")
                      .contains("earwitness_ingest_lost_seconds{feed=\"yard\"} 0.0")
                      .containsPattern("earwitness_ingest_disk_free_bytes [1-9]")
                      .containsPattern("earwitness_feed_sound_seconds_total\\{feed=\"yard\"} [1-9]")
                      .containsPattern("earwitness_feed_sound_bytes_total\\{feed=\"yard\"} [1-9]"));
      Files.writeString(file, "feeds:\n  yard: demo\n  attic: demo\n");
      play.awaitSaid("attic: plays");
      Files.writeString(file, "feeds:\n  attic: demo\n");
      play.awaitSaid("yard: no longer played");
      Files.writeString(file, "feeds:\n  attic: gopher://old\n");
      play.awaitSaid("Nothing here reads gopher: sources");
      assertThat(play.said())
          .filteredOn(line -> line.startsWith("attic: plays"))
          .as("it said %s", play.said())
          .hasSize(1);
      play.stop();
      play.await(PATIENCE);
      assertThat(play.said()).noneMatch(line -> line.contains("\tat "));
    }
  }

  /** What Prometheus would see, and that sound has arrived. */
  private String metrics() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/metrics".formatted(metricsPort)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.body();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EarwitnessProcess play(Path file) throws Exception {
    return EarwitnessProcess.start(
        List.of(
            "play",
            "--feeds",
            file.toString(),
            "--data",
            folder.resolve("data").toString(),
            "--set",
            "metrics.port=" + metricsPort,
            "--bootstrap",
            STACK.kafka().bootstrapServers(),
            "--registry",
            STACK.registry().urls().get(0),
            "--set",
            "topics.chunks=" + CHUNKS));
  }
}
