package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.testkit.ChunkSender;
import io.earwitness.testkit.Recording;
import io.earwitness.testkit.TopicReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.RegistryException;
import io.earwitness.wire.SchemaRegistry;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
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
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Job, Kafka Streams application, feeds and readers, each as the user and with the rights of {@code
 * deploy/base/users.yaml}, over TLS all the way; and their secrets nowhere but in their files.
 */
class SecuredIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void everyPartWorksWithNoMoreRightsThanItsUserHasAndKeepsItsSecrets() throws Exception {
    try (var services = new SecuredServices(folder.resolve("services"))) {
      createTopics(services);
      Path jobSettings = settings(services, "earwitness-job");
      Path topologySettings = settings(services, "earwitness-topology");
      int metricsPort = FreePorts.next();
      try (var cluster = new FlinkCluster(folder.resolve("flink"), 1, 1, Map.of());
          ChildProcess topology = topology(topologySettings, metricsPort)) {
        cluster.rest().awaitSlots(1, cluster);
        String jar = cluster.rest().upload(FlinkCluster.jobJar());
        assertThatThrownBy(() -> cluster.rest().run(jar, wrongPassword(services)))
            .hasMessageContaining("Authentication failed");
        String id = cluster.rest().run(jar, List.of("--config", jobSettings.toString()));
        cluster.rest().awaitRunning(id, cluster);
        try (ChunkSender feed =
                new ChunkSender(
                    services.kafkaByCertificate(), services.registry(), "audio.chunks");
            TopicReader<CaptionEvent> captions =
                new TopicReader<>(
                    services.kafkaAs("earwitness-reader"),
                    services.registry(),
                    EventTypes.CAPTION,
                    "audio.captions")) {
          feed.send(Recording.ofSeconds("feed", 8_000, 12).chunks());
          captions.await(11, PATIENCE);
        }
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> recordsWorkedOn(topology, metricsPort) >= 11);
        String pages =
            cluster.rest().get("/jobs/" + id).toString()
                + cluster.rest().get("/jobs/" + id + "/config");
        requireNoSecretIn("the job's pages", pages);
        requireNoSecretIn("the command lines", commandLines());
      }
      requireNoSecretInLogs();
    }
  }

  @Test
  void nobodyDoesWhatIsNotTheirs() throws Exception {
    try (var services = new SecuredServices(folder.resolve("services"))) {
      createTopics(services);
      try (TopicAdmin job = TopicAdmin.open(services.kafkaAs("earwitness-job"))) {
        assertThat(job.names())
            .containsExactlyInAnyOrder(
                "audio.chunks", "audio.captions", "audio.feed-events", "audio.dead-letters");
      }
      try (ChunkSender reader =
          new ChunkSender(
              services.kafkaAs("earwitness-reader"), services.registry(), "audio.chunks")) {
        assertThatThrownBy(() -> reader.send(Recording.ofSeconds("feed", 8_000, 1).chunks()))
            .hasRootCauseInstanceOf(TopicAuthorizationException.class);
      }
      RegistryConnection guess =
          new RegistryConnection(List.of(services.registryUrl()), services.registryProperties())
              .withBasicAuth("earwitness", "guessed");
      try (SchemaRegistry registry = SchemaRegistry.open(guess)) {
        assertThatThrownBy(registry::verify)
            .isInstanceOf(RegistryException.class)
            .hasMessageNotContaining("guessed");
      }
      try (SchemaRegistry registry = SchemaRegistry.open(services.registry())) {
        registry.verify();
      }
    }
  }

  private static void createTopics(SecuredServices services) {
    Topics topics =
        Topics.of(Settings.of(AllSettings.CATALOGUE).set("topics.partitions", "2").resolve());
    try (TopicAdmin admin = TopicAdmin.open(KafkaConnection.to(services.openServers()))) {
      admin.createMissing(topics.all());
    }
  }

  /** As an operator would mount them: settings in one file, each secret in another. */
  private Path settings(SecuredServices services, String user) throws IOException {
    Path home = Files.createDirectories(folder.resolve("etc-" + user));
    Path jaas = home.resolve("sasl.jaas.config");
    Files.writeString(jaas, SecuredServices.jaas(user, SecuredServices.PASSWORD));
    Path password = Files.writeString(home.resolve("password"), SecuredServices.REGISTRY_PASSWORD);
    StringBuilder yaml = new StringBuilder();
    yaml.append("kafka.bootstrap.servers: ").append(services.scramServers()).append('\n');
    services
        .scramProperties("${file:" + jaas + "}")
        .forEach((key, value) -> yaml.append("kafka.properties.%s: '%s'%n".formatted(key, value)));
    yaml.append("registry.url: ").append(services.registryUrl()).append('\n');
    yaml.append("registry.user: earwitness\n");
    yaml.append("registry.password: ${file:").append(password).append("}\n");
    services
        .registryProperties()
        .forEach(
            (key, value) -> yaml.append("registry.properties.%s: '%s'%n".formatted(key, value)));
    yaml.append("window: {length: 2s, hop: 1s}\n");
    yaml.append("job.checkpoint.interval: 1s\n");
    yaml.append("caption: {bundle: '").append(JobUnderTest.TINY_BUNDLE).append("', threads: 1}\n");
    return Files.writeString(home.resolve("earwitness.yaml"), yaml);
  }

  private List<String> wrongPassword(SecuredServices services) throws IOException {
    Path jaas = folder.resolve("wrong.jaas.config");
    Files.writeString(
        jaas, SecuredServices.jaas("earwitness-job", "wrong-" + SecuredServices.PASSWORD));
    return List.of(
        "--config",
        settings(services, "earwitness-job").toString(),
        "--set",
        "kafka.properties.sasl.jaas.config=${file:" + jaas + "}");
  }

  private ChildProcess topology(Path settings, int metricsPort) throws IOException {
    return ChildProcess.java(
        "topology",
        folder,
        List.of(
            "-Xmx512m",
            "-jar",
            runnableTopology().toString(),
            "--config",
            settings.toString(),
            "--set",
            "metrics.port=" + metricsPort,
            "--set",
            "topology.state-folder=" + folder.resolve("topology-state")));
  }

  private static Path runnableTopology() throws IOException {
    Path target = Path.of("../kafka-topology/target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runnable.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("%s has no runnable jar".formatted(target)))
          .toAbsolutePath()
          .normalize();
    }
  }

  private static double recordsWorkedOn(ChildProcess topology, int port) throws Exception {
    topology.requireAlive();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port))).build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("kafka_stream_thread_process_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      return 0; // not up yet
    }
  }

  private static String commandLines() {
    StringBuilder lines = new StringBuilder();
    ProcessHandle.current()
        .descendants()
        .map(process -> Path.of("/proc/" + process.pid() + "/cmdline"))
        .forEach(
            file -> {
              try {
                lines.append(Files.readString(file));
              } catch (IOException e) {
                // It has ended meanwhile: it shows nobody anything.
                lines.append(' ');
              }
            });
    return lines.toString();
  }

  private void requireNoSecretInLogs() throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.walk(folder)) {
      logs = files.filter(file -> file.toString().endsWith(".log")).filter(this::isOurs).toList();
    }
    assertThat(logs).hasSizeGreaterThan(3);
    for (Path log : logs) {
      requireNoSecretIn(log.toString(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }
  }

  /** Not Kafka's own segments, nor what a state backend calls a log. */
  private boolean isOurs(Path file) {
    Path parent = file.getParent();
    return parent.equals(folder)
        || parent.equals(folder.resolve("flink"))
        || parent.equals(folder.resolve("services").resolve("registry"));
  }

  private static void requireNoSecretIn(String where, String text) {
    assertThat(text.contains(SecuredServices.PASSWORD))
        .as("Kafka's password in " + where)
        .isFalse();
    assertThat(text.contains(SecuredServices.REGISTRY_PASSWORD))
        .as("the registry's password in " + where)
        .isFalse();
  }
}
