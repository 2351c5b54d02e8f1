package io.earwitness.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
  private static final String TOPIC = "said";

  @TempDir Path folder;

  @Test
  void keepsCommittedRecordsOverARestart() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder, 0)) {
      createTopic(broker);
      sendInTransaction(broker, "first", true);
      sendInTransaction(broker, "given up", false);
    }
    try (LocalBroker broker = LocalBroker.start(folder, 0)) {
      sendInTransaction(broker, "second", true);
      assertThat(committed(broker, 2)).containsExactly("first", "second");
    }
  }

  @Test
  void keepsTheFolderToItself() {
    try (LocalBroker first = LocalBroker.start(folder, 0)) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> LocalBroker.start(folder, 0))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void namesAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> LocalBroker.start(folder, taken.getLocalPort()))
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("in use");
    }
    // The failed start left nothing locked.
    LocalBroker.start(folder, 0).close();
  }

  private static void createTopic(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(clientOf(broker))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void sendInTransaction(LocalBroker broker, String value, boolean commit)
      throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test");
    var strings = new StringSerializer();
    try (var producer = new KafkaProducer<>(settings, strings, strings)) {
      producer.initTransactions();
      producer.beginTransaction();
      // An event time ahead of the clock.
      long inAnHour = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
      var unused = producer.send(new ProducerRecord<>(TOPIC, 0, inAnHour, "key", value)).get();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<String> committed(LocalBroker broker, int expected) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
    var strings = new StringDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, strings, strings)) {
      var partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var values = new java.util.ArrayList<String>();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < expected && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> got : consumer.poll(Duration.ofMillis(200))) {
          values.add(got.value());
        }
      }
      return values;
    }
  }

  private static Map<String, Object> clientOf(LocalBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
