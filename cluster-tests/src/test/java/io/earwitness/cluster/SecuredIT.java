package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.event.CaptionEvent;
import io.earwitness.captioner.event.DeadLetter;
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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private static final byte[] GARBAGE = "no chunk".getBytes(StandardCharsets.UTF_8);

  /** Each in a file of its own, named like its setting. */
  private static final Map<String, String> SECRETS_OF_TOPOLOGY =
      Map.of(
          "queries.token", "qt-f81Lm0Rbw7sPzXe4",
          "notify.alertmanager.password", "am-x7Gd2VbKq",
          "notify.webhook.secret", "wh-n5Rt8YcJm",
          "notify.mqtt.password", "mq-p3Hw6UzLs");

  private static final Leaks LEAKS = new Leaks(secrets());

  @TempDir Path folder;

  @Test
  void everyPartWorksWithNoMoreRightsThanItsUserHasAndKeepsItsSecrets() throws Exception {
    try (var services = new SecuredServices(folder.resolve("services"))) {
      createTopics(services);
      Path jobSettings = settings(services, "earwitness-job");
      Path topologySettings = settings(services, "earwitness-topology");
      addWhatElseIsSecret(topologySettings);
      refuseWrongPassword(services);
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
          feed.sendRaw(new ProducerRecord<>("audio.chunks", GARBAGE));
          feed.send(Recording.ofSeconds("feed", 8_000, 12).chunks());
          captions.await(11, PATIENCE);
        }
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> recordsWorkedOn(topology, metricsPort) >= 11);
        for (String page :
            List.of(
                "/jobs/" + id,
                "/jobs/" + id + "/config",
                "/jobs/" + id + "/exceptions",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jars")) {
          LEAKS.requireNoneIn("Flink's page " + page, cluster.rest().get(page).toString());
        }
        for (int port : List.of(cluster.metricsPort(0), cluster.metricsPort(1), metricsPort)) {
          LEAKS.requireNoneInMetrics(port);
        }
        LEAKS.requireNoneInProcesses();
        assertThat(topology.log().lines()).isNotEmpty().allMatch(line -> line.startsWith("{"));
      }
      requireDeadLetter(services);
      LEAKS.requireNoneInTopics(KafkaConnection.to(services.openServers()));
      requireNoSecretInLogs();
    }
  }

  private static Map<String, String> secrets() {
    Map<String, String> secrets = new HashMap<>(SECRETS_OF_TOPOLOGY);
    secrets.put("Kafka's password", SecuredServices.PASSWORD);
    secrets.put("the registry's password", SecuredServices.REGISTRY_PASSWORD);
    return secrets;
  }

  /** Systems to tell alerts to, none of which is there, and queries. */
  private void addWhatElseIsSecret(Path settings) throws IOException {
    StringBuilder yaml = new StringBuilder();
    for (Map.Entry<String, String> secret : SECRETS_OF_TOPOLOGY.entrySet()) {
      Path file = Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
      yaml.append("%s: ${file:%s}%n".formatted(secret.getKey(), file));
    }
    yaml.append("queries.port: ").append(FreePorts.next()).append('\n');
    yaml.append("notify.alertmanager: {urls: 'http://127.0.0.1:1', user: earwitness}\n");
    yaml.append("notify.webhook.url: http://127.0.0.1:1\n");
    yaml.append("notify.mqtt: {url: 'mqtt://127.0.0.1:1', user: earwitness}\n");
    Files.writeString(settings, yaml, StandardOpenOption.APPEND);
  }

  /** What it says to people, where the other one logs JSON. */
  private void refuseWrongPassword(SecuredServices services) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-Xmx512m", "-jar", runnableTopology().toString()));
    arguments.addAll(wrongPassword(services));
    try (ChildProcess refused = ChildProcess.java("topology-refused", folder, arguments)) {
      Awaitility.await().atMost(PATIENCE).until(() -> !refused.isAlive());
      assertThat(refused.log()).contains("Authentication failed");
    }
  }

  private static void requireDeadLetter(SecuredServices services) throws Exception {
    try (TopicReader<DeadLetter> letters =
        new TopicReader<>(
            KafkaConnection.to(services.openServers()),
            services.registry(),
            EventTypes.DEAD_LETTER,
            "audio.dead-letters")) {
      letters.await(1, PATIENCE);
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
            "topology.state-folder=" + folder.resolve("topology-state")),
        Map.of("LOG_FORMAT", "json"));
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

  private void requireNoSecretInLogs() throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.walk(folder)) {
      logs = files.filter(file -> file.toString().endsWith(".log")).filter(this::isOurs).toList();
    }
    assertThat(logs)
        .extracting(log -> log.getFileName().toString())
        .contains("jobmanager.log", "taskmanager-1.log", "topology.log", "topology-refused.log");
    for (Path log : logs) {
      LEAKS.requireNoneIn(log.toString(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }
  }

  /** Not Kafka's own segments, nor what a state backend calls a log. */
  private boolean isOurs(Path file) {
    Path parent = file.getParent();
    return parent.equals(folder)
        || parent.equals(folder.resolve("flink"))
        || parent.equals(folder.resolve("services").resolve("registry"));
  }
}
