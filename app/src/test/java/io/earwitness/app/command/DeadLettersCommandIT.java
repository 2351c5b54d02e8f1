package io.earwitness.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.captioner.event.DeadLetter;
import io.earwitness.captioner.event.DeadLetter.Reason;
import io.earwitness.captioner.event.DeadLetter.Stage;
import io.earwitness.testkit.LocalStack;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.TopicDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLettersCommandIT {
  @RegisterExtension static final LocalStack STACK = new LocalStack();

  private static final String LETTERS = "letters-it.dead-letters";
  private static final String CHUNKS = "letters-it.chunks";
  private static final byte[] VALUE = "no chunk".getBytes(StandardCharsets.UTF_8);

  private final CommandRuns command = new CommandRuns(Path.of("."));

  @BeforeAll
  static void writeLetters() throws Exception {
    try (TopicAdmin admin = TopicAdmin.open(STACK.kafka())) {
      admin.createMissing(
          List.of(
              new TopicDefinition(LETTERS, 1, 1, Map.of()),
              new TopicDefinition(CHUNKS, 1, 1, Map.of())));
    }
    try (EventWriter<DeadLetter> writer =
            EventWriter.open(EventTypes.DEAD_LETTER, LETTERS, STACK.registry());
        var producer =
            new KafkaProducer<>(
                STACK.kafka().clientConfig(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      for (DeadLetter letter :
          List.of(
              letter("yard", Stage.READ, Reason.UNREADABLE_BYTES, VALUE, VALUE.length),
              letter("yard", Stage.VALIDATE, Reason.OVERLONG_PAYLOAD, VALUE, 9_000_000),
              letter("hall", Stage.CAPTION, Reason.INFERENCE_FAILED, null, 0))) {
        producer.send(writer.record(letter)).get();
      }
    }
  }

  private static DeadLetter letter(
      String feed, Stage stage, Reason reason, byte[] value, long bytes) {
    return new DeadLetter(
        CHUNKS,
        0,
        42,
        Instant.parse("2026-01-01T00:00:00Z"),
        feed.getBytes(StandardCharsets.UTF_8),
        value,
        bytes,
        "abc123",
        List.of(new DeadLetter.Header("trace", "t-1".getBytes(StandardCharsets.UTF_8))),
        feed,
        stage,
        reason,
        "The value is no chunk.",
        Instant.parse("2026-01-01T00:00:01Z"));
  }

  @Test
  void listNamesEachLetterAndChooses() {
    assertThat(run("list")).isZero();
    assertThat(command.printed()).hasSize(3);
    assertThat(command.printed().get(0))
        .startsWith("0-0 ")
        .contains("unreadable bytes: The value is no");

    assertThat(run("list", "--feed", "hall")).isZero();
    assertThat(command.printed()).singleElement().asString().startsWith("0-2 ");

    assertThat(run("list", "--reason", "OVERLONG_PAYLOAD", "--json")).isZero();
    assertThat(command.printed()).singleElement().asString().contains("\"valueBytes\":9000000");

    assertThat(run("list", "--feed", "nobody")).isZero();
    assertThat(command.said()).isEqualTo("There are no such dead letters.\n");
  }

  @Test
  void showTellsEverything() {
    assertThat(run("show", "0-0")).isZero();
    assertThat(command.printed())
        .contains(
            "id           0-0",
            "reason       UNREADABLE_BYTES",
            "feed         yard",
            "key          yard",
            "header       trace: t-1",
            "value        8 bytes, SHA-256 abc123",
            "begins with  6e 6f 20 63 68 75 6e 6b");

    assertThat(run("show", "0-77")).isEqualTo(1);
    assertThat(command.said()).contains("There is no dead letter 0-77");
  }

  @Test
  void resendSendsTheRecordAsItWas() {
    assertThat(run("resend", "0-0", "--dry-run")).isZero();
    assertThat(command.printed()).containsExactly("0-0 would go to " + CHUNKS);

    assertThat(run("resend", "0-0")).isZero();

    assertThat(command.printed()).containsExactly("0-0 sent to " + CHUNKS);
    ConsumerRecord<byte[], byte[]> record = onlyRecord();
    assertThat(record.key()).isEqualTo("yard".getBytes(StandardCharsets.UTF_8));
    assertThat(record.value()).isEqualTo(VALUE);
    assertThat(record.headers().lastHeader("trace").value())
        .isEqualTo("t-1".getBytes(StandardCharsets.UTF_8));
    assertThat(record.headers().lastHeader("earwitness-resent-from").value())
        .isEqualTo("0-0".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatCantBeSentIsSaidAndTheRestGoes() {
    assertThat(run("resend", "--all", "--dry-run")).isEqualTo(1);

    assertThat(command.printed()).containsExactly("0-0 would go to " + CHUNKS);
    assertThat(command.said())
        .contains("0-1 was cut from 9000000 to 8 bytes")
        .contains("0-2 tells of a window without a caption")
        .contains("1 of 3 would be sent.");
  }

  @Test
  void resendWantsToKnowWhich() {
    assertThat(run("resend")).isEqualTo(1);
    assertThat(command.said()).contains("Say which dead letters");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--set", "topics.dead-letters=" + LETTERS));
    return command.runOn(STACK, all);
  }

  private static ConsumerRecord<byte[], byte[]> onlyRecord() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            STACK.kafka().clientConfig(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partition = List.of(new TopicPartition(CHUNKS, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return !records.isEmpty();
              });
    }
    assertThat(records).hasSize(1);
    return records.get(0);
  }
}
