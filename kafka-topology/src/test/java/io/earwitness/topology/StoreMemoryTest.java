package io.earwitness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMemoryTest {
  private static final long BYTES = 16 << 20;
  private static final int STORES = 3;
  private static final int RECORD = 100_000;
  private static final int RECORDS = 200;

  @TempDir Path folder;

  @Test
  void allStoresTogetherKeepToIt() {
    try (var memory = new StoreMemory(BYTES);
        var driver = new TopologyTestDriver(stores(), settings(memory))) {
      var random = new Random(1);
      for (int store = 0; store < STORES; store++) {
        var topic =
            driver.createInputTopic(
                "topic-" + store, new StringSerializer(), new ByteArraySerializer());
        for (int record = 0; record < RECORDS; record++) {
          byte[] value = new byte[RECORD];
          random.nextBytes(value);
          topic.pipeInput("key-" + record, value);
        }
        // Read again, so that blocks are cached too.
        driver.getKeyValueStore("store-" + store).all().forEachRemaining(entry -> {});
        assertThat(memory.usedBytes()).isBetween(RECORD * 10L, BYTES + BYTES / 4);
      }
    }
  }

  private static Topology stores() {
    var builder = new StreamsBuilder();
    for (int store = 0; store < STORES; store++) {
      builder.table(
          "topic-" + store,
          Consumed.with(Serdes.String(), Serdes.ByteArray()),
          Materialized.<String, byte[]>as(Stores.persistentKeyValueStore("store-" + store))
              .withCachingDisabled());
    }
    return builder.build();
  }

  private Properties settings(StoreMemory memory) {
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "store-memory");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    settings.putAll(memory.settings());
    return settings;
  }
}
