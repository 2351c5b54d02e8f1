package io.earwitness.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose files may not grow any more, in a process of its own. */
class FullDiskIT {
  /** Kafka allots indexes of 10 MiB. */
  private static final int MOST_BYTES = 12 << 20;

  @TempDir Path folder;

  @Test
  void endsItsProcessButNotWithoutAWord() throws Exception {
    Process process = startProcessWithSmallFiles();
    try (var told =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = told.lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(lines)
          .last()
          .asString()
          .contains("The broker can't go on", folder.toString(), "MiB are free on its disk");
    } finally {
      process.destroyForcibly();
    }
    try (LocalBroker broker = LocalBroker.start(folder, 0)) {
      assertThat(broker.port()).as("what is there can be used again").isPositive();
    }
  }

  private Process startProcessWithSmallFiles() throws Exception {
    return new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -f %d && exec \"$@\"".formatted(MOST_BYTES / 512),
            "broker",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Filler.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Starts a broker and fills its topic until the end. */
  static final class Filler {
    private static final String TOPIC = "filled";

    private Filler() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      LocalBroker.tellBeforeTheEnd(
          folder,
          reason -> {
            System.out.println(reason);
            System.out.flush();
          });
      LocalBroker broker = LocalBroker.start(folder, 0);
      Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(config)) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      var bytes = new ByteArraySerializer();
      try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
        while (true) {
          producer.send(new ProducerRecord<>(TOPIC, new byte[500_000])).get();
        }
      }
    }
  }
}
