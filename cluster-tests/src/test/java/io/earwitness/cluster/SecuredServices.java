package io.earwitness.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that lets nobody in without a name, by SCRAM over TLS or by a certificate, with the
 * users and rights of {@code deploy/base/users.yaml}, and a registry behind TLS and a password.
 */
final class SecuredServices implements AutoCloseable {
  private static final Path USERS = Path.of("../deploy/base/users.yaml");
  private static final int SCRAM_ITERATIONS = 4_096;
  private static final Map<String, ResourceType> TYPES =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "cluster", ResourceType.CLUSTER,
          "transactionalId", ResourceType.TRANSACTIONAL_ID);

  /** Of every user; to be found nowhere but in the files that hold it. */
  static final String PASSWORD = "pw-tl9vQzW3";

  static final String REGISTRY_PASSWORD = "rg-k2Xs7Hde";

  private final int open = FreePorts.next();
  private final int scram = FreePorts.next();
  private final int mutual = FreePorts.next();
  private final Certificates certificates;
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private final TlsFront front;

  SecuredServices(Path folder) throws Exception {
    certificates = Certificates.make(folder.resolve("certificates"), "cert-" + PASSWORD);
    broker = LocalBroker.start(folder.resolve("broker"), open, listeners());
    registry = LocalRegistry.start(folder.resolve("registry"), 0);
    front = new TlsFront(certificates, URI.create(registry.url()), "earwitness", REGISTRY_PASSWORD);
    try (Admin admin = Admin.create(KafkaConnection.to(openServers()).clientConfig())) {
      for (JsonNode user : users()) {
        create(admin, user);
      }
    }
  }

  private Map<String, String> listeners() {
    int controller = FreePorts.next();
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,SCRAM://127.0.0.1:%d,MUTUAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(open, scram, mutual, controller));
    settings.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,SCRAM://127.0.0.1:%d,MUTUAL://127.0.0.1:%d"
            .formatted(open, scram, mutual));
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SCRAM:SASL_SSL,MUTUAL:SSL");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // Only the broker itself and this test come in by the open door.
    settings.put("super.users", "User:ANONYMOUS");
    settings.put("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.scram.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("listener.name.mutual.ssl.client.auth", "required");
    settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]*).*$/$1/");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", certificates.serverKeys().toString());
    settings.put("ssl.keystore.password", certificates.password());
    settings.put("ssl.truststore.type", "PKCS12");
    settings.put("ssl.truststore.location", certificates.serverTrust().toString());
    settings.put("ssl.truststore.password", certificates.password());
    return settings;
  }

  private static List<JsonNode> users() throws Exception {
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class).readValues(USERS.toFile())) {
      return documents.readAll();
    }
  }

  private static void create(Admin admin, JsonNode user) throws Exception {
    String name = user.path("metadata").path("name").asText();
    var credentials = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
    admin
        .alterUserScramCredentials(
            List.of(new UserScramCredentialUpsertion(name, credentials, PASSWORD)))
        .all()
        .get();
    List<AclBinding> rights = new ArrayList<>();
    for (JsonNode acl : user.path("spec").path("authorization").path("acls")) {
      for (JsonNode operation : acl.path("operations")) {
        rights.add(right(name, acl.path("resource"), operation.asText()));
      }
    }
    admin.createAcls(rights).all().get();
  }

  private static AclBinding right(String user, JsonNode resource, String operation) {
    PatternType pattern =
        resource.path("patternType").asText("literal").equals("prefix")
            ? PatternType.PREFIXED
            : PatternType.LITERAL;
    String code = operation.replaceAll("([a-z])([A-Z])", "$1_$2");
    return new AclBinding(
        new ResourcePattern(
            TYPES.get(resource.path("type").asText()),
            resource.path("name").asText("kafka-cluster"),
            pattern),
        new AccessControlEntry(
            "User:" + user, "*", AclOperation.fromString(code), AclPermissionType.ALLOW));
  }

  /** For whoever prepares the test, with all rights. */
  String openServers() {
    return "127.0.0.1:" + open;
  }

  String scramServers() {
    return "127.0.0.1:" + scram;
  }

  /** Of a user who comes by SCRAM over TLS. */
  KafkaConnection kafkaAs(String user) {
    return new KafkaConnection(scramServers(), scramProperties(jaas(user, PASSWORD)));
  }

  static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  Map<String, String> scramProperties(String jaas) {
    return Map.of(
        "security.protocol", "SASL_SSL",
        "sasl.mechanism", "SCRAM-SHA-512",
        "sasl.jaas.config", jaas,
        "ssl.truststore.type", "PEM",
        "ssl.truststore.location", certificates.clientTrust().toString());
  }

  /** Of whoever has the client's certificate. */
  KafkaConnection kafkaByCertificate() {
    return new KafkaConnection(
        "127.0.0.1:" + mutual,
        Map.of(
            "security.protocol",
            "SSL",
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            certificates.clientTrust().toString(),
            "ssl.keystore.type",
            "PKCS12",
            "ssl.keystore.location",
            certificates.clientKeys().toString(),
            "ssl.keystore.password",
            certificates.password()));
  }

  RegistryConnection registry() {
    return new RegistryConnection(List.of(registryUrl()), registryProperties())
        .withBasicAuth("earwitness", REGISTRY_PASSWORD);
  }

  String registryUrl() {
    return front.url("/apis/ccompat/v7");
  }

  Map<String, String> registryProperties() {
    return Map.of(
        "schema.registry.ssl.truststore.type",
        "PEM",
        "schema.registry.ssl.truststore.location",
        certificates.clientTrust().toString());
  }

  @Override
  public void close() {
    front.close();
    registry.close();
    broker.close();
  }
}
