package io.earwitness.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private enum Delivery {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }

  private static final Setting<Duration> HOP =
      Setting.between(
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Setting.of("window.hop", SettingTypes.DURATION, Duration.ofSeconds(5), "Hop."));
  private static final Setting<Long> SIZE =
      Setting.of("queue.bytes", SettingTypes.BYTES, 64L << 20, "Size.");
  private static final Setting<Delivery> DELIVERY =
      Setting.of(
          "delivery", SettingTypes.oneOf(Delivery.class), Delivery.EXACTLY_ONCE, "Delivery.");
  private static final Setting<List<String>> FEEDS =
      Setting.of("feeds", SettingTypes.listOf(SettingTypes.TEXT), List.of(), "Feeds.");
  private static final Setting<String> SERVERS =
      Setting.withoutDefault("kafka.bootstrap.servers", SettingTypes.TEXT, "Brokers.");
  private static final Setting<String> PASSWORD =
      Setting.withoutDefault("registry.password", SettingTypes.TEXT, "Password.")
          .where("at least 4 characters", text -> text.length() >= 4)
          .secret();
  private static final PassThrough KAFKA = new PassThrough("kafka.properties", "Kafka's own.");
  private static final Catalogue CATALOGUE =
      new Catalogue(List.of(HOP, SIZE, DELIVERY, FEEDS, SERVERS, PASSWORD), List.of(KAFKA));

  @TempDir Path folder;

  @Test
  void takesTheDefaultWhereNobodyGivesAValue() {
    Settings settings = Settings.of(CATALOGUE).resolve();

    assertThat(settings.get(HOP)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.isSet(HOP)).isFalse();
    assertThat(settings.find(SERVERS)).isEmpty();
  }

  @Test
  void readsNestedAndDottedKeysFromTheFile() throws IOException {
    Path file =
        write(
            """
            window:
              hop: 2500ms
            queue.bytes: 1.5MiB
            delivery: at-least-once
            feeds: [kitchen, yard]
            kafka:
              bootstrap.servers: broker:9092
              properties:
                security.protocol: SASL_SSL
                sasl: {mechanism: PLAIN}
            """);

    Settings settings = Settings.of(CATALOGUE).file(file).resolve();

    assertThat(settings.get(HOP)).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.get(SIZE)).isEqualTo(3L << 19);
    assertThat(settings.get(DELIVERY)).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(settings.get(FEEDS)).containsExactly("kitchen", "yard");
    assertThat(settings.get(SERVERS)).isEqualTo("broker:9092");
    assertThat(settings.get(KAFKA))
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));
  }

  @Test
  void aFlagCountsMoreThanTheEnvironmentWhichCountsMoreThanTheFile() throws IOException {
    Path file = write("window.hop: 1s\nqueue.bytes: 1KiB\ndelivery: at-least-once\n");
    Map<String, String> environment =
        Map.of("EARWITNESS_WINDOW_HOP", "2s", "EARWITNESS_QUEUE_BYTES", "2KiB", "PATH", "/bin");

    Settings settings =
        Settings.of(CATALOGUE).file(file).environment(environment).set("window.hop=3s").resolve();

    assertThat(settings.get(HOP)).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.get(SIZE)).isEqualTo(2048);
    assertThat(settings.get(DELIVERY)).isEqualTo(Delivery.AT_LEAST_ONCE);
  }

  @Test
  void refusesUnknownKeysAndBadValuesAllAtOnceAndSaysWhere() throws IOException {
    Path file = write("# a comment\nwindow:\n  hopp: 5s\n  hop: often\nqueue: {bytes: 12 sacks}\n");

    assertThatThrownBy(() -> Settings.of(CATALOGUE).file(file).resolve())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file + ":3: unknown setting window.hopp; did you mean window.hop?")
        .hasMessageContaining(
            file
                + ":4: window.hop is \"often\" but must be a duration such as 500ms, 10s, 2m or 1h,"
                + " from 100ms to 10s.")
        .hasMessageContaining(file + ":5: queue.bytes is \"12 sacks\" but must be a size");
  }

  @Test
  void refusesAValueBeyondItsLimits() {
    assertThatThrownBy(() -> Settings.of(CATALOGUE).set("window.hop=11s").resolve())
        .hasMessage(
            "--set window.hop: window.hop is \"11s\" but must be a duration such as 500ms, 10s, 2m"
                + " or 1h, from 100ms to 10s.");
  }

  @Test
  void refusesAVariableThatSetsNothing() {
    Map<String, String> environment = Map.of("EARWITNESS_WINDOW_HOPS", "5s");

    assertThatThrownBy(() -> Settings.of(CATALOGUE).environment(environment).resolve())
        .hasMessage("EARWITNESS_WINDOW_HOPS sets nothing; did you mean EARWITNESS_WINDOW_HOP?");
  }

  @Test
  void ignoresTheVariablesThatKubernetesAddsForAService() {
    Map<String, String> environment =
        Map.of(
            "EARWITNESS_SERVICE_HOST", "10.0.0.1",
            "EARWITNESS_WEB_SERVICE_PORT_HTTP", "80",
            "EARWITNESS_PORT_80_TCP_ADDR", "10.0.0.1",
            "EARWITNESS_PORT", "tcp://10.0.0.1:80");

    assertThat(Settings.of(CATALOGUE).environment(environment).resolve().describe()).isEmpty();
  }

  @Test
  void refusesASettingThatIsWrittenTwice() throws IOException {
    Path file = write("window.hop: 1s\nwindow: {hop: 2s}\n");

    assertThatThrownBy(() -> Settings.of(CATALOGUE).file(file))
        .hasMessage("%s:2: window.hop was already set at %s:1.".formatted(file, file));
  }

  @Test
  void refusesAFileThatIsNotYaml() throws IOException {
    Path file = write("window: {hop: 1s\n");

    assertThatThrownBy(() -> Settings.of(CATALOGUE).file(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(file + ":2: not YAML: ");
  }

  @Test
  void refusesAMissingFile() {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> Settings.of(CATALOGUE).file(file))
        .hasMessage("There is no settings file %s.".formatted(file));
  }

  @Test
  void takesSecretsFromFiles() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hush!\n");
    Map<String, String> environment =
        Map.of(
            "EARWITNESS_REGISTRY_PASSWORD_FILE",
            secret.toString(),
            "EARWITNESS_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
            "x password=\"${file:" + secret + "}\";");

    Settings settings = Settings.of(CATALOGUE).environment(environment).resolve();

    assertThat(settings.get(PASSWORD)).isEqualTo("hush!");
    assertThat(settings.get(KAFKA)).containsEntry("sasl.jaas.config", "x password=\"hush!\";");
  }

  @Test
  void neverShowsSecrets() {
    Settings settings =
        Settings.of(CATALOGUE)
            .set("registry.password=hush!")
            .set("kafka.properties.ssl.keystore.password=hush!")
            .set("window.hop=1s")
            .resolve();

    assertThat(settings.describe())
        .containsExactly(
            "kafka.properties.ssl.keystore.password = ******** (--set"
                + " kafka.properties.ssl.keystore.password)",
            "registry.password = ******** (--set registry.password)",
            "window.hop = 1s (--set window.hop)");
    assertThatThrownBy(() -> Settings.of(CATALOGUE).set("registry.password=hm").resolve())
        .hasMessageContaining("\"********\"")
        .hasMessageNotContaining("\"hm\"");
  }

  @Test
  void saysHowToGiveAValueThatIsNeeded() {
    Settings settings = Settings.of(CATALOGUE).resolve();

    assertThatThrownBy(() -> settings.get(SERVERS))
        .hasMessage(
            "kafka.bootstrap.servers is not set; put it into the settings file, into"
                + " EARWITNESS_KAFKA_BOOTSTRAP_SERVERS or behind --set. Brokers.");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("earwitness.yaml"), yaml);
  }
}
