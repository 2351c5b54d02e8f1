package io.earwitness.benchmarks.throughput;

import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.settings.keys.KafkaSettings;
import io.earwitness.settings.keys.TopicSettings;
import io.earwitness.settings.keys.TopologySettings;
import io.earwitness.topology.TopologyApp;
import io.earwitness.topology.TopologyConfig;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.EventWriter;
import io.earwitness.wire.TopicAdmin;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The whole Kafka Streams application (timeline, sound events, health, alerts) with exactly-once
 * v2, on a broker in the same process: captions lie on the topic, and what counts is how fast it
 * commits them.
 *
 * @param folder that is there and empty
 */
record TopologySpeed(RuleLoad load, int windows, int threads, Path folder) {
  private static final int PARTITIONS = 4;
  private static final double WARM_UP = 0.25;
  private static final long POLL_NANOS = 100_000_000;

  /** What came of it. */
  record Result(long captions, double wallSeconds) {
    double perSecond() {
      return captions / wallSeconds;
    }
  }

  Result run() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"), 0, Map.of());
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"), 0)) {
      TopologyConfig config = config(broker, registry);
      try (TopicAdmin admin = TopicAdmin.open(config.kafka())) {
        var unused = admin.createMissing(config.topics().all());
      }
      send(config);
      try (TopologyApp app = TopologyApp.start(config);
          Admin admin = Admin.create(config.kafka().clientConfig())) {
        return watch(config, admin, app);
      }
    }
  }

  private TopologyConfig config(LocalBroker broker, LocalRegistry registry) {
    return TopologyConfig.of(
        Settings.of(AllSettings.CATALOGUE)
            .set(KafkaSettings.BOOTSTRAP_SERVERS.key(), broker.bootstrapServers())
            .set(KafkaSettings.REGISTRY_URL.key(), registry.url())
            .set(TopicSettings.CREATE.key(), "true")
            .set(TopicSettings.PARTITIONS.key(), Integer.toString(PARTITIONS))
            .set(TopologySettings.STATE_FOLDER.key(), folder.resolve("state").toString())
            .set(TopologySettings.THREADS.key(), Integer.toString(threads))
            .resolve());
  }

  private void send(TopologyConfig config) throws Exception {
    Map<String, Object> settings = config.kafka().clientConfig();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
    var bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes);
        var rules =
            EventWriter.open(
                EventTypes.ALERT_RULE, config.topics().alertRules().name(), config.registry());
        var captions =
            EventWriter.open(
                EventTypes.CAPTION, config.topics().captions().name(), config.registry())) {
      load.rules().forEach(rule -> append(producer, rules.record(rule)));
      for (int window = 0; window < windows; window++) {
        for (int feed = 0; feed < RuleLoad.FEEDS; feed++) {
          append(producer, captions.record(load.caption(feed, window)));
        }
      }
      producer.flush();
    }
  }

  private static void append(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record);
  }

  /** From when a quarter is committed until all is. */
  private Result watch(TopologyConfig config, Admin admin, TopologyApp app) throws Exception {
    long all = (long) windows * RuleLoad.FEEDS;
    long first = committed(config, admin, app, (long) (all * WARM_UP));
    long began = System.nanoTime();
    long last = committed(config, admin, app, all);
    return new Result(last - first, (System.nanoTime() - began) / 1e9);
  }

  /** Waits until so many captions are committed, and tells how many are. */
  private static long committed(TopologyConfig config, Admin admin, TopologyApp app, long wanted)
      throws Exception {
    String topic = config.topics().captions().name();
    long done = 0;
    while (done < wanted) {
      if (!app.health().well()) {
        throw new IllegalStateException(app.health().sentence());
      }
      LockSupport.parkNanos(POLL_NANOS);
      done =
          admin
              .listConsumerGroupOffsets(config.name())
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
              .mapToLong(entry -> entry.getValue().offset())
              .sum();
    }
    return done;
  }
}
