package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operation.md promises about metrics, against a job that runs. */
class MetricNamesIT {
  private static final Path PAGE = Path.of("../docs/operation.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(flink_\\w+)` \\| (?:JobManager|TaskManager) \\|");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void everyDocumentedMetricIsThere() throws Exception {
    Set<String> promised = promised();
    assertThat(promised).hasSizeGreaterThan(15);
    try (var services = new Services(folder.resolve("services"));
        var cluster = new FlinkCluster(folder.resolve("flink"), 1, 1, Map.of())) {
      cluster.rest().awaitSlots(1, cluster);
      var job = new JobUnderTest(services, "metrics");
      job.createTopics();
      String id = cluster.rest().run(cluster.rest().upload(FlinkCluster.jobJar()), job.arguments());
      cluster.rest().awaitRunning(id, cluster);
      try (ChunkSender sender = job.sender();
          TopicReader<CaptionEvent> captions = job.captions()) {
        sender.sendRaw(new ProducerRecord<>(sender.topic(), "x".getBytes(StandardCharsets.UTF_8)));
        sender.send(Recording.ofSeconds("feed", 8_000, 5).chunks());
        captions.await(4, PATIENCE);
      }
      List<Integer> ports = List.of(cluster.metricsPort(0), cluster.metricsPort(1));

      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(told(ports)).containsAll(promised));
    }
  }

  private static Set<String> promised() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> told(List<Integer> ports) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    HttpClient client = HttpClient.newHttpClient();
    for (int port : ports) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
              .timeout(Duration.ofSeconds(60))
              .build();
      client
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .forEach(names::add);
    }
    return names;
  }
}
