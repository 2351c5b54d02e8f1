package io.earwitness.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earwitness.local.LocalBroker;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
class TopicAdminIT {
  @TempDir static Path folder;
  private static LocalBroker broker;

  @BeforeAll
  static void start() {
    broker = LocalBroker.start(folder, 0);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void createsWhatIsMissingOnce() {
    Topics topics = Topics.of(settings(TopicSettings.CHUNKS.key() + "=my.chunks"));
    try (TopicAdmin admin = open()) {
      assertThat(admin.createMissing(topics.all()))
          .hasSameSizeAs(topics.all())
          .contains("my.chunks", "audio.captions", "audio.alert-rules");
      assertThat(admin.createMissing(topics.all())).isEmpty();
      admin.verify(topics.all());
    }
  }

  /** As job and topology do, started at the same moment: either finds what the other created. */
  @RepeatedTest(5)
  void letsManyCreateTheSameTopicsAtOnce(RepetitionInfo round) throws Exception {
    List<TopicDefinition> topics =
        IntStream.range(0, 4)
            .mapToObj("at-once-%d-%%d".formatted(round.getCurrentRepetition())::formatted)
            .map(name -> new TopicDefinition(name, 4, 1, Map.of()))
            .toList();
    Callable<Void> start =
        () -> {
          try (TopicAdmin admin = open()) {
            var unused = admin.createMissing(topics);
            admin.verify(topics);
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      for (Future<Void> each : pool.invokeAll(Collections.nCopies(6, start))) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** At once, and not only after tries again: a producer with an order to keep has just one. */
  @Test
  void createdTopicsTakeRecords() throws Exception {
    Map<String, Object> config = KafkaConnection.to(broker.bootstrapServers()).clientConfig();
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    config.put(ProducerConfig.RETRIES_CONFIG, 0);
    try (TopicAdmin admin = open();
        var producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int round = 0; round < 5; round++) {
        String topic = "takes-records-" + round;
        admin.createMissing(List.of(new TopicDefinition(topic, 50, 1, Map.of())));
        producer.send(new ProducerRecord<>(topic, 49, null, new byte[1])).get();
      }
    }
  }

  @Test
  void saysWhichTopicsAreMissingOrNotAsTheyMustBe() {
    Topics topics =
        Topics.of(
            settings(
                TopicSettings.CHUNKS.key() + "=their.chunks",
                TopicSettings.CAPTIONS.key() + "=their.captions"));
    try (TopicAdmin admin = open()) {
      admin.createMissing(List.of(new TopicDefinition("their.chunks", 1, 1, Map.of())));
      assertThatThrownBy(() -> admin.verify(List.of(topics.chunks(), topics.captions())))
          .isInstanceOf(TopicException.class)
          .hasMessageContaining("There is no topic their.captions")
          .hasMessageContaining(
              "Topic their.chunks has message.timestamp.type=CreateTime, but must")
          .hasMessageContaining("Topic their.chunks has max.message.bytes=1048588, but must");
    }
  }

  @Test
  void saysWhereNoBrokerAnswers() {
    KafkaConnection nowhere = KafkaConnection.to("127.0.0.1:1");
    try (TopicAdmin admin = TopicAdmin.open(nowhere, Duration.ofSeconds(1))) {
      assertThatThrownBy(admin::names)
          .isInstanceOf(TopicException.class)
          .hasMessageContaining("No Kafka broker answers at 127.0.0.1:1");
    }
  }

  @Test
  void saysThatAnAddressIsNone() {
    assertThatThrownBy(() -> TopicAdmin.open(KafkaConnection.to("no-port")))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("no-port");
  }

  private static TopicAdmin open() {
    return TopicAdmin.open(KafkaConnection.to(broker.bootstrapServers()));
  }

  private static Settings settings(String... assignments) {
    var builder = Settings.of(AllSettings.CATALOGUE);
    for (String assignment : assignments) {
      builder.set(assignment);
    }
    return builder.resolve();
  }
}
