package io.earwitness.ingest;

import io.earwitness.captioner.audio.AudioChunk;
import io.earwitness.local.LocalBroker;
import io.earwitness.local.LocalRegistry;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.AllSettings;
import io.earwitness.wire.EventReader;
import io.earwitness.wire.EventTypes;
import io.earwitness.wire.KafkaConnection;
import io.earwitness.wire.RegistryConnection;
import io.earwitness.wire.TopicAdmin;
import io.earwitness.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker and a real registry with the chunks' topic. */
public final class TestStack implements AutoCloseable {
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private final Topics topics = Topics.of(Settings.of(AllSettings.CATALOGUE).resolve());

  public TestStack(Path folder) {
    this.broker = LocalBroker.start(folder.resolve("broker"), 0);
    this.registry = LocalRegistry.start(folder.resolve("registry"), 0);
    try (TopicAdmin admin = TopicAdmin.open(kafka())) {
      admin.createMissing(List.of(topics.chunks()));
    }
  }

  public KafkaConnection kafka() {
    return KafkaConnection.to(broker.bootstrapServers());
  }

  public RegistryConnection registry() {
    return RegistryConnection.to(registry.url());
  }

  public String chunksTopic() {
    return topics.chunks().name();
  }

  /** All chunks of a feed that are on the topic, in their order. */
  public List<AudioChunk> chunksOf(String feedId) throws Exception {
    List<AudioChunk> chunks = new ArrayList<>();
    Map<String, Object> config = kafka().clientConfig();
    try (var reader = EventReader.open(EventTypes.AUDIO_CHUNK, registry());
        var consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(chunksTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> got : consumer.poll(Duration.ofMillis(200))) {
          AudioChunk chunk = reader.read(got.value());
          if (chunk.feedId().equals(feedId)) {
            chunks.add(chunk);
          }
        }
      }
    }
    return chunks;
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
