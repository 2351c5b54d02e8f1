package io.earwitness.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earwitness.settings.Settings;
import io.earwitness.settings.SettingsBuilder;
import io.earwitness.settings.SettingsException;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.JobSettings;
import io.earwitness.wire.TopicDefinition;
import io.earwitness.wire.Topics;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in deploy, against the classes of whoever takes it, and against the programs. */
class ResourcesTest {
  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
          Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
          Map.entry("kafka.strimzi.io/v1beta2/KafkaTopic", KafkaTopic.class),
          Map.entry("kafka.strimzi.io/v1beta2/KafkaUser", KafkaUser.class),
          Map.entry("flink.apache.org/v1beta1/FlinkDeployment", FlinkDeployment.class));

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static Stream<JsonNode> all() throws Exception {
    return Resources.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyResourceHasOnlyFieldsThatItsClassKnows(JsonNode resource) throws Exception {
    assertThat(unknownFields(resource)).isEmpty();
  }

  static Stream<JsonNode> rendered() throws Exception {
    return Resources.rendered().stream().filter(resource -> KINDS.containsKey(kind(resource)));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("rendered")
  void everyResourceOfTheOverlaysToo(JsonNode resource) throws Exception {
    assertThat(unknownFields(resource)).isEmpty();
  }

  private static String kind(JsonNode resource) {
    return resource.path("apiVersion").asText() + "/" + resource.path("kind").asText();
  }

  private static List<String> unknownFields(JsonNode resource) throws Exception {
    return UnknownFields.in(readable(resource), read(resource));
  }

  private static Object read(JsonNode resource) throws Exception {
    assertThat(KINDS).containsKey(kind(resource));
    return STRICT.treeToValue(readable(resource), KINDS.get(kind(resource)));
  }

  /** The operator's classes on Maven Central end with Flink 1.20. */
  private static JsonNode readable(JsonNode resource) {
    JsonNode copy = resource.deepCopy();
    if (copy.path("spec").path("flinkVersion").asText().equals("v2_2")) {
      ((ObjectNode) copy.path("spec")).put("flinkVersion", "v1_20");
    }
    return copy;
  }

  @Test
  void aMisspelledFieldIsFoundWhereverItIs() throws Exception {
    JsonNode set = Resources.only("StatefulSet", "earwitness-topology").deepCopy();
    JsonNode pod = set.path("spec").path("template").path("spec");
    ((ObjectNode) pod.path("containers").path(0)).put("livenesProbe", "x");
    assertThat(unknownFields(set))
        .containsExactly("StatefulSet.spec.template.spec.containers[0].livenesProbe");

    JsonNode topic = Resources.only("KafkaTopic", "audio.chunks").deepCopy();
    ((ObjectNode) topic.path("spec")).put("partition", 3);
    assertThat(unknownFields(topic)).containsExactly("KafkaTopic.spec.partition");

    JsonNode job = Resources.only("FlinkDeployment", "earwitness").deepCopy();
    ((ObjectNode) job.path("spec").path("job")).put("upgrademode", "savepoint");
    assertThat(unknownFields(job)).containsExactly("FlinkDeployment.spec.job.upgrademode");
  }

  @Test
  void theJobIsUpgradedBySavepointAndComesBackFromObjectStorage() throws Exception {
    var job = (FlinkDeployment) read(Resources.only("FlinkDeployment", "earwitness"));

    assertThat(job.getSpec().getJob().getUpgradeMode()).isEqualTo(UpgradeMode.SAVEPOINT);
    assertThat(job.getSpec().getJob().getState()).isEqualTo(JobState.RUNNING);
    assertThat(job.getSpec().getFlinkConfiguration())
        .containsEntry("high-availability.type", "kubernetes")
        .containsEntry("state.backend.type", "rocksdb")
        .containsEntry("job.autoscaler.enabled", "true")
        .hasEntrySatisfying(
            "execution.checkpointing.dir", folder -> assertThat(folder).startsWith("s3://"));
  }

  @Test
  void topicsAreAsTheProgramsWouldCreateThem() throws Exception {
    requireTopics(Topics.of(Settings.of(AllSettings.CATALOGUE).resolve()).all());
    Topics run = Topics.of(backfill());
    requireTopics(List.of(run.captions(), run.feedEvents(), run.deadLetters()));
  }

  private static void requireTopics(List<TopicDefinition> topics) throws Exception {
    for (TopicDefinition wanted : topics) {
      KafkaTopic topic = (KafkaTopic) read(Resources.only("KafkaTopic", wanted.name()));
      Map<String, String> config = new HashMap<>();
      topic.getSpec().getConfig().forEach((key, value) -> config.put(key, value.toString()));
      assertThat(config).as(wanted.name()).containsAllEntriesOf(wanted.config());
      assertThat(topic.getSpec().getPartitions() == 1).isEqualTo(wanted.name().endsWith("rules"));
    }
  }

  /** The settings that the backfill's arguments are. */
  private static Settings backfill() throws Exception {
    JsonNode arguments =
        Resources.only("FlinkDeployment", "earwitness-backfill")
            .path("spec")
            .path("job")
            .path("args");
    SettingsBuilder settings = Settings.of(AllSettings.CATALOGUE);
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.path(i).asText().equals("--set")) {
        settings.set(arguments.path(i + 1).asText());
      }
    }
    return settings.resolve();
  }

  @Test
  void aBackfillHasARangeAndTouchesNothingOfTheLiveJob() throws Exception {
    assertThat(backfill().get(JobSettings.FROM)).isBefore(backfill().get(JobSettings.TO));
    JsonNode user = Resources.only("KafkaUser", "earwitness-backfill");
    String run = backfill().get(JobSettings.RUN);
    for (JsonNode acl : user.path("spec").path("authorization").path("acls")) {
      String name = acl.path("resource").path("name").asText();
      boolean writes = acl.path("operations").toString().contains("Write");
      assertThat(!writes || name.matches(".*[.-]" + run + "-?")).as(name).isTrue();
    }
  }

  @Test
  void alarmsAreThoseThatPromtoolTests() throws Exception {
    JsonNode rules =
        Resources.in(Path.of("../docker/config/prometheus/rules/earwitness.yaml")).get(0);

    assertThat(Resources.only("PrometheusRule", "earwitness").path("spec")).isEqualTo(rules);
  }

  @Test
  void theComposeFileSetsWhatTheProgramsTake() throws Exception {
    JsonNode services = Resources.in(Path.of("../docker/compose.yaml")).get(0).path("services");
    Map<String, String> variables = new HashMap<>();
    services
        .findValues("environment")
        .forEach(
            environment ->
                environment
                    .fields()
                    .forEachRemaining(
                        variable ->
                            variables.put(
                                variable.getKey(), unlessSet(variable.getValue().asText()))));
    variables.keySet().removeIf(name -> !name.startsWith("EARWITNESS_"));
    assertThat(variables).containsKey("EARWITNESS_QUERIES_TOKEN");
    Settings.of(AllSettings.CATALOGUE).environment(variables).resolve();
  }

  /** What {@code ${NAME:-default}} is where nothing is set. */
  private static String unlessSet(String value) {
    return value.replaceAll("\\$\\{\\w+:-([^}]*)}", "$1");
  }

  @Test
  void jobsLogAsTheImageDoes() throws Exception {
    String settings = Files.readString(Path.of("../docker/config/flink/log4j-console.properties"));
    for (String job : List.of("earwitness", "earwitness-backfill")) {
      assertThat(
              Resources.only("FlinkDeployment", job)
                  .path("spec")
                  .path("logConfiguration")
                  .path("log4j-console.properties")
                  .asText())
          .isEqualTo(settings);
    }
  }

  @Test
  void theSettingsAreThoseOfThePrograms(@TempDir Path secrets) throws Exception {
    Path secret = Files.writeString(secrets.resolve("secret"), "0123456789abcdef");
    List<JsonNode> environment =
        Resources.only("StatefulSet", "earwitness-topology").findValues("env");

    // The files with secrets are not here: that is all there is to say against it.
    assertThatThrownBy(
            () ->
                Settings.of(AllSettings.CATALOGUE)
                    .file(Resources.FOLDER.resolve("base/earwitness.yaml"))
                    .resolve())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("/etc/earwitness/");
    Map<String, String> variables = new HashMap<>();
    environment.forEach(
        list ->
            list.forEach(
                variable -> {
                  String name = variable.path("name").asText();
                  String value = variable.path("value").asText("1");
                  variables.put(name, name.endsWith("_FILE") ? secret.toString() : value);
                }));
    assertThat(variables).isNotEmpty();
    Settings.of(AllSettings.CATALOGUE).environment(variables).resolve();
  }
}
