package io.earwitness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.TopicAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks for secrets wherever somebody without a right to them may look. */
final class Leaks {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, String> secrets;

  /**
   * @param secrets what each is, and its text
   */
  Leaks(Map<String, String> secrets) {
    this.secrets = Map.copyOf(secrets);
  }

  /**
   * @param where for people
   * @throws AssertionError if a secret is there; it does not show it
   */
  void requireNoneIn(String where, String text) {
    assertThat(text).as(where).isNotEmpty();
    secrets.forEach(
        (what, secret) -> assertThat(text.contains(secret)).as("%s in %s", what, where).isFalse());
  }

  /**
   * What anybody on the machine sees of the processes that this one started, and their own user
   * more.
   */
  void requireNoneInProcesses() {
    for (String file : List.of("cmdline", "environ")) {
      requireNoneIn(
          "the processes' " + file,
          String.join(
              "\n",
              ProcessHandle.current()
                  .descendants()
                  .map(process -> read(Path.of("/proc/" + process.pid(), file)))
                  .toList()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended meanwhile, and shows nobody anything
    }
  }

  /** What Prometheus sees. */
  void requireNoneInMetrics(int port) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:%d/metrics".formatted(port));
    requireNoneIn(
        address.toString(),
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /** Every record of every topic: events, dead letters, change logs, offsets. */
  void requireNoneInTopics(KafkaConnection kafka) {
    try (TopicAdmin admin = TopicAdmin.open(kafka);
        var consumer =
            new KafkaConsumer<>(
                kafka.clientConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          admin.names().stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          requireNoneIn("a record of " + record.topic(), text(record));
        }
      }
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return Stream.concat(
            Stream.of(record.key(), record.value()),
            Arrays.stream(record.headers().toArray()).map(Header::value))
        .map(bytes -> bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1))
        .reduce("record", (all, one) -> all + "\n" + one);
  }
}
