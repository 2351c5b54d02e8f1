package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.captioner.event.DeadLetter;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
  private static final String A_SCHEMA = "{\"schema\": \"\\\"string\\\"\"}";
  private static final String NO_SUCH_SCHEMA = "{\"error_code\": 40403, \"message\": \"none\"}";

  @Test
  void waitsForARegistryThatIsOverwhelmedOrRestarts() throws Exception {
    try (FakeRegistry registry =
            new FakeRegistry()
                .answer(503, "")
                .answer(429, "")
                .answer(500, "{}")
                .answer(200, A_SCHEMA);
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      assertThat(client.schema(7)).isEqualTo(Schema.create(Schema.Type.STRING));
      assertThat(registry.requests()).hasSize(4);
    }
  }

  @Test
  void asksForASchemaOnce() throws Exception {
    try (FakeRegistry registry = new FakeRegistry().answer(200, A_SCHEMA);
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      assertThat(client.schema(7)).isSameAs(client.schema(7));
      assertThat(registry.requests()).hasSize(1);
    }
  }

  @Test
  void takesTheRegistrysWordThatASchemaIsUnknown() {
    try (FakeRegistry registry = new FakeRegistry().answer(404, NO_SUCH_SCHEMA);
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      assertThatExceptionOfType(UnreadableEventException.class)
          .isThrownBy(() -> client.schema(7))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(DeadLetter.Reason.UNKNOWN_SCHEMA))
          .withMessageContaining("has no schema 7");
    }
  }

  @Test
  void takesNoOtherServersWordForIt() {
    try (FakeRegistry registry = new FakeRegistry().answer(404, "<h1>Not found</h1>");
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      assertThatThrownBy(() -> client.schema(7))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("looking up schema 7");
    }
  }

  @Test
  void saysThatTheLogInIsRefused() {
    try (FakeRegistry registry =
            new FakeRegistry().answer(401, "{\"error_code\": 401, \"message\": \"who?\"}");
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      assertThatThrownBy(client::verify)
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("who?");
    }
  }

  @Test
  void registersWhereItMayNotSetTheCompatibility() {
    try (FakeRegistry registry =
            new FakeRegistry()
                .answer(403, "{\"error_code\": 403, \"message\": \"not you\"}")
                .answer(200, "{\"id\": 5}");
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      assertThat(client.register("s", Schema.create(Schema.Type.STRING))).isEqualTo(5);
    }
  }

  @Test
  void setsTheCompatibilityOfASubjectThatItHadToMakeFirst() {
    try (FakeRegistry registry =
            new FakeRegistry()
                .answer(404, "{\"error_code\": 40401, \"message\": \"no subject\"}")
                .answer(200, "{\"id\": 5}");
        SchemaRegistry client = SchemaRegistry.open(registry.connection())) {
      client.register("s", Schema.create(Schema.Type.STRING));
      assertThat(registry.requests())
          .extracting(request -> request.split(" ")[0])
          .containsExactly("PUT", "POST", "PUT");
    }
  }

  @Test
  void logsInWithUserAndPassword() throws Exception {
    try (FakeRegistry registry = new FakeRegistry().answer(200, A_SCHEMA);
        SchemaRegistry client =
            SchemaRegistry.open(registry.connection().withBasicAuth("ann", "s3cret"))) {
      client.schema(7);
      assertThat(registry.requests()).singleElement().asString().endsWith("Basic YW5uOnMzY3JldA==");
    }
  }

  @Test
  void givesUpWaitingWhenInterrupted() {
    try (SchemaRegistry client = SchemaRegistry.open(RegistryConnection.to("http://127.0.0.1:1"))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> client.schema(7))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("Interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void saysWhereNoRegistryAnswers() {
    try (SchemaRegistry client = SchemaRegistry.open(RegistryConnection.to("http://127.0.0.1:1"))) {
      assertThatThrownBy(client::verify)
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("No Schema Registry answers at http://127.0.0.1:1");
    }
  }

  @Test
  void showsNoPasswords() {
    RegistryConnection registry = RegistryConnection.to("http://r").withBasicAuth("ann", "s3cret");
    KafkaConnection kafka =
        new KafkaConnection("k:9092", java.util.Map.of("sasl.jaas.config", "x password=s3cret"));
    assertThat(List.of(registry.toString(), kafka.toString())).noneMatch(t -> t.contains("s3cret"));
  }
}
